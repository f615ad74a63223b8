//! A small telehealth back end: it serves the demo pages, verifies and stores results, and shows them to the therapist.

mod body;
mod clients;
mod clinic;
mod database;
mod feedback;
mod hub;
mod rates;
mod refusal;
mod routes;
mod seed;
mod server;
mod sessions;
mod settings;
mod sign_in;
mod signals;
mod terminal;
mod token;

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::clinic::Clinic;
use crate::database::Database;
use crate::settings::Settings;
use crate::terminal::{print, report};
use crate::token::Token;

const CLEANING: Duration = Duration::from_mins(1);

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            report(format_args!("clinic: {message}"));
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), String> {
    let settings = Arc::new(Settings::read()?);
    require(&settings.dist.join("rapport.wasm"), "run `make demo`, or name the folder by DIST")?;
    require(&settings.pages.join("call.html"), "name the folder by PAGES")?;
    let listener = listen(settings.address).await?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let (database, mut writer) = Database::open(&settings.database)?;
    let password = prepare(&database, &settings).await?;
    let (end, is_ending) = watch::channel(false);
    let clinic = Clinic { database, rates: Arc::default(), hub: Arc::default(), settings, is_ending };
    announce(&clinic, address, password).await?;
    tokio::spawn(wait_for_end(end));
    let cleaning = tokio::spawn(clean(clinic.clone()));
    tokio::select! {
        () = server::serve(listener, routes::routes(&clinic), clinic.is_ending.clone()) => {}
        () = writer.end() => return Err("the thread of the database has ended: see above".into()),
    }
    cleaning.abort();
    let _ = cleaning.await;
    drop(clinic);
    // The thread ends after the last connection that could still store something.
    let _ = tokio::time::timeout(Duration::from_secs(5), writer.end()).await;
    report("clinic: ended");
    Ok(())
}

fn require(file: &Path, advice: &str) -> Result<(), String> {
    if file.exists() { Ok(()) } else { Err(format!("{} is missing: {advice}", file.display())) }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            format!("port {} is in use: end the other server, or choose another by PORT=9000", address.port())
        }
        _ => format!("{address}: {error}"),
    })
}

/// Fills an empty database. Returns the password to print: that of a first start, if the environment set none.
async fn prepare(database: &Database, settings: &Settings) -> Result<Option<String>, String> {
    let random = Token::random().map_err(|error| error.to_string())?.to_string();
    let password = settings.password.clone().unwrap_or(random);
    let hash = sign_in::hash_password(&password)?;
    sign_in::prepare();
    let (is_set, is_demo) = (settings.password.is_some(), settings.is_demo);
    let filled = database.transact(move |connection| {
        let is_first = seed::fill(connection, &hash, is_demo)?;
        if !is_first && is_set {
            seed::set_password(connection, &hash)?;
        }
        Ok(is_first)
    });
    let is_first = filled.await.map_err(|_| "the database cannot be written".to_owned())?;
    Ok(Some(password).filter(|_| is_first && !is_set))
}

/// Prints where the server listens, and the two addresses. In the demo that of the client has a new invitation: the database has only hashes.
async fn announce(clinic: &Clinic, address: SocketAddr, password: Option<String>) -> Result<(), String> {
    let origin = origin_of(address);
    print(format_args!("Address    {address}"));
    print(format_args!("Database   {}", clinic.settings.database.display()));
    if clinic.settings.is_demo {
        let token = Token::random().map_err(|error| error.to_string())?;
        let invited = clinic.database.transact(move |connection| {
            let client = connection.query_row(
                "SELECT id FROM clients WHERE is_made_up ORDER BY id LIMIT 1",
                [],
                |row| row.get(0),
            )?;
            Ok(clients::add_invitation(connection, client, token)?)
        });
        invited.await.map_err(|_| "the database has no made-up client: start with DEMO=0".to_owned())?;
        print(format_args!("Client     {origin}{}", clients::invitation_path(token)));
    }
    print(format_args!("Therapist  {origin}/clinic/therapist.html"));
    match password {
        Some(password) => print(format_args!("           sign in as {} with {password}", seed::SIGN_IN_NAME)),
        None if clinic.settings.password.is_some() => {
            print(format_args!("           sign in as {} with THERAPIST_PASSWORD", seed::SIGN_IN_NAME));
        }
        None => print(format_args!(
            "           sign in as {} with the password of the first start; THERAPIST_PASSWORD=… sets another",
            seed::SIGN_IN_NAME
        )),
    }
    print("Ctrl-C ends it.");
    Ok(())
}

/// Returns the origin for a browser on this machine.
fn origin_of(address: SocketAddr) -> String {
    let is_local = address.ip() == Ipv4Addr::LOCALHOST || address.ip().is_unspecified();
    if is_local { format!("http://localhost:{}", address.port()) } else { format!("http://{address}") }
}

async fn wait_for_end(end: watch::Sender<bool>) {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    let _ = end.send(true);
}

/// Forgets what is at rest, so that the memory does not grow.
async fn clean(clinic: Clinic) {
    loop {
        tokio::time::sleep(CLEANING).await;
        clinic.rates.forget();
    }
}
