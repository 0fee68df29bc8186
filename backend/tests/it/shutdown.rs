//! SIGTERM: what was begun is finished, what comes later is refused, and nothing waits for ever.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::client::{Answer, connect, request};
use crate::database;
use crate::locations::paris;
use crate::server::{Server, eventually};

/// A request whose body the server waits for, and that body.
fn half_a_request(server: &Server) -> (TcpStream, Vec<u8>) {
    let body = paris().to_string();
    let headers = [("content-type", "application/json"), ("expect", "100-continue")];
    let bytes = request("POST", "/api/locations", &headers, body.as_bytes());
    let (head, body) = bytes.split_at(bytes.len() - body.len());
    let mut stream = connect(server.address).unwrap();
    stream.write_all(head).unwrap();
    // The handler asks for the body, so the request is in flight.
    let mut go_on = [0; 25];
    stream.read_exact(&mut go_on).unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    (stream, body.to_vec())
}

fn until_it_refuses(server: &Server) {
    eventually("new connections are refused", || {
        TcpStream::connect(server.address).is_err().then_some(())
    });
}

#[test]
fn a_request_in_flight_is_finished() {
    for db in database::full() {
        let mut server = Server::start(&db.url());
        server.until_ready();
        let (mut stream, body) = half_a_request(&server);
        server.terminate();
        until_it_refuses(&server);
        stream.write_all(&body).unwrap();
        let location = Answer::read(&mut stream).ok(201);
        assert_eq!(location["name"], "Paris");
        assert_eq!(server.wait().code(), Some(0), "{}", server.log());
        assert!(server.log().contains("\"message\":\"stopped\""), "{}", server.log());
    }
}

#[test]
fn an_idle_server_stops_at_once_with_or_without_a_database() {
    let mut server = Server::start_with(&[("SHUTDOWN_TIMEOUT", "3600")]);
    // A kept connection without a request on it is no reason to wait.
    let mut idle = connect(server.address).unwrap();
    idle.write_all(b"GET /livez HTTP/1.1\r\nhost: test\r\n\r\n").unwrap();
    assert!(idle.read(&mut [0; 1024]).unwrap() > 0);
    server.terminate();
    assert_eq!(server.wait().code(), Some(0));
}

#[test]
fn a_request_that_never_ends_is_given_up_after_the_deadline() {
    let mut server =
        Server::start_with(&[("SHUTDOWN_TIMEOUT", "1"), ("HTTP_REQUEST_TIMEOUT", "3600")]);
    let (_stream, _body) = half_a_request(&server);
    server.terminate();
    assert_eq!(server.wait().code(), Some(1));
    assert!(server.log().contains("stopped with requests unfinished"), "{}", server.log());
}

#[test]
fn a_second_signal_ends_the_waiting() {
    let mut server =
        Server::start_with(&[("SHUTDOWN_TIMEOUT", "3600"), ("HTTP_REQUEST_TIMEOUT", "3600")]);
    let (_stream, _body) = half_a_request(&server);
    server.terminate();
    until_it_refuses(&server);
    server.terminate();
    assert_eq!(server.wait().code(), Some(1));
    assert!(server.log().contains("stopped at once by a second signal"), "{}", server.log());
}
