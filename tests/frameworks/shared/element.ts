import "rapport-feedback";
