//! Accepts connections, each with limits, and ends without dropping a request that it has begun.

use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::clinic::Peer;

/// Connections at once; more are closed.
const CONNECTIONS: usize = 1024;
/// Time for the head of a request, and between two requests of a connection.
const HEAD_LIMIT: Duration = Duration::from_secs(15);
/// Time for the requests that are running when the server is asked to end.
const END_LIMIT: Duration = Duration::from_secs(10);

/// Serves until `is_ending` becomes true, and until the requests that are running then have their response.
pub async fn serve(listener: TcpListener, routes: Router, mut is_ending: watch::Receiver<bool>) {
    let permits = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD_LIMIT);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = is_ending.wait_for(|is_ending| *is_ending) => break,
        };
        let Ok((stream, peer)) = accepted else {
            tokio::time::sleep(Duration::from_millis(50)).await; // no file descriptors are left
            continue;
        };
        let Ok(permit) = Arc::clone(&permits).try_acquire_owned() else { continue };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(routes.clone().layer(Extension(Peer(peer.ip()))));
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            let _ = connection.await; // the other side is gone
            drop(permit);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(END_LIMIT, graceful.shutdown()).await;
}
