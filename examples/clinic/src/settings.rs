//! The settings from the environment, with the defaults that `make demo` uses.

use std::env::var_os;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The settings of one run.
#[derive(Debug)]
pub struct Settings {
    /// `ADDRESS` and `PORT`: where to listen; 127.0.0.1:8080 by default. Port 0 takes a free one.
    pub address: SocketAddr,
    /// `DATABASE`: the file, as an absolute path; `clinic.sqlite` by default.
    pub database: PathBuf,
    /// `DIST`: the folder with the element's files.
    pub dist: PathBuf,
    /// `PAGES`: the folder with the clinic's pages.
    pub pages: PathBuf,
    /// `HTTPS=1`: a proxy in front of this server speaks HTTPS, so the cookie is sent over nothing else.
    pub is_https: bool,
    /// `FORWARDED=1`: that proxy adds the address of each sender to `X-Forwarded-For`.
    pub is_forwarded: bool,
    /// `ORIGIN`: the origin that browsers see, as `https://clinic.example`, if a proxy does not pass `Host` unchanged.
    pub origin: Option<String>,
    /// `DEMO=0` leaves out the made-up clients of a new file, the link printed at each start and the button that begins
    /// again.
    pub is_demo: bool,
    /// `THERAPIST_PASSWORD`: sets the therapist's password.
    pub password: Option<String>,
}

impl Settings {
    /// Reads the environment.
    ///
    /// # Errors
    ///
    /// A message for the terminal that names the variable, the value found and the values allowed.
    pub fn read() -> Result<Self, String> {
        let or = |name: &str, fallback: &str| Ok::<_, String>(read(name)?.unwrap_or_else(|| fallback.into()));
        let flag = |name: &str, fallback: &str| match or(name, fallback)?.as_str() {
            "0" => Ok(false),
            "1" => Ok(true),
            found => Err(format!("{name}: found {found:?}, expected 0 or 1")),
        };
        let (host, port) = (or("ADDRESS", "127.0.0.1")?, or("PORT", "8080")?);
        let port: u16 =
            port.parse().map_err(|_| format!("PORT: found {port:?}, expected a number from 0 to 65535"))?;
        let host = host.parse().map_err(|_| format!("ADDRESS: found {host:?}, expected an IP address"))?;
        let password = read("THERAPIST_PASSWORD")?;
        if password.as_ref().is_some_and(|password| password.chars().count() < 8) {
            return Err("THERAPIST_PASSWORD: expected at least 8 characters".into());
        }
        Ok(Self {
            address: SocketAddr::new(host, port),
            database: read_database(&or("DATABASE", "clinic.sqlite")?)?,
            dist: or("DIST", "dist")?.into(),
            pages: or("PAGES", "examples/clinic/pages")?.into(),
            origin: read("ORIGIN")?.map(read_origin).transpose()?,
            is_https: flag("HTTPS", "0")?,
            is_forwarded: flag("FORWARDED", "0")?,
            is_demo: flag("DEMO", "1")?,
            password,
        })
    }
}

/// Reads a variable. `None` if it is not set.
fn read(name: &str) -> Result<Option<String>, String> {
    let Some(value) = var_os(name) else { return Ok(None) };
    if value.is_empty() {
        return Err(format!("{name}: expected a value, or no variable"));
    }
    value.into_string().map(Some).map_err(|_| format!("{name}: expected Unicode"))
}

/// Reads a path. For `SQLite` these two are none.
fn read_database(found: &str) -> Result<PathBuf, String> {
    if found == ":memory:" || found.starts_with("file:") {
        return Err(format!("DATABASE: found {found:?}, expected the path of a file"));
    }
    std::path::absolute(found).map_err(|error| format!("DATABASE: {error}"))
}

fn read_origin(found: String) -> Result<String, String> {
    let host = found.strip_prefix("https://").or(found.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        return Err(format!("ORIGIN: found {found:?}, expected one as https://clinic.example"));
    }
    Ok(found)
}
