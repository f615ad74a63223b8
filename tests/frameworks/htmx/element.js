import "./rapport.js";
