//! A proxy whose connections are cut and held up, in front of a server that echoes, and of a real one.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use super::eventually;
use crate::scratch::{Moment, NewConnections, Proxy, postgres_for_tests};

/// Sends back whatever it gets, and tells the test of it.
fn echo() -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let tell = tell.clone();
            std::thread::spawn(move || {
                let mut buffer = [0; 1024];
                while let Ok(n @ 1..) = stream.read(&mut buffer) {
                    drop(tell.send(String::from_utf8_lossy(&buffer[..n]).into_owned()));
                    if stream.write_all(&buffer[..n]).is_err() {
                        return;
                    }
                }
            });
        }
    });
    (address, told)
}

struct Client(TcpStream);

impl Client {
    fn of(proxy: &Proxy) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", proxy.port())).unwrap();
        // A lost answer fails a test; it does not hang it.
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Self(stream)
    }

    fn say(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).unwrap();
    }

    fn hears(&mut self, text: &str) {
        let mut buffer = vec![0; text.len()];
        self.0.read_exact(&mut buffer).unwrap();
        assert_eq!(String::from_utf8(buffer).unwrap(), text);
    }

    #[track_caller]
    fn is_cut(&mut self) {
        match self.0.read(&mut [0; 16]) {
            Ok(n) => assert_eq!(n, 0, "it still gets answers"),
            Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
        }
    }
}

#[test]
fn it_passes_and_counts() {
    let (upstream, told) = echo();
    let proxy = Proxy::start(upstream).unwrap();
    let [mut one, mut two] = [(); 2].map(|()| Client::of(&proxy));
    for n in 1..=3 {
        one.say("hello");
        one.hears("hello");
        assert_eq!(told.recv().unwrap(), "hello");
        assert_eq!(proxy.n_chunks(), n);
    }
    two.say("you");
    two.hears("you");
    assert_eq!((proxy.n_chunks(), proxy.n_connections()), (4, 2));
    drop((one, two));
    eventually("the connections are forgotten", || (proxy.n_connections() == 0).then_some(()));
}

#[test]
fn a_client_that_has_said_all_still_hears() {
    let (upstream, _told) = echo();
    let proxy = Proxy::start(upstream).unwrap();
    let mut client = Client::of(&proxy);
    client.say("last words");
    client.0.shutdown(std::net::Shutdown::Write).unwrap();
    let mut heard = String::new();
    client.0.read_to_string(&mut heard).unwrap();
    assert_eq!(heard, "last words");
}

#[test]
fn a_cut_drops_all_and_refuses_or_serves_new_ones() {
    let (upstream, _told) = echo();
    let proxy = Proxy::start(upstream).unwrap();
    let mut clients = [(); 3].map(|()| Client::of(&proxy));
    for client in &mut clients {
        client.say("a");
        client.hears("a");
    }
    proxy.cut(NewConnections::Refuse);
    for client in &mut clients {
        client.is_cut();
    }
    Client::of(&proxy).is_cut();
    proxy.set_new_connections(NewConnections::Accept);
    let mut client = Client::of(&proxy);
    client.say("b");
    client.hears("b");
    proxy.cut(NewConnections::Accept);
    client.is_cut();
    let mut client = Client::of(&proxy);
    client.say("c");
    client.hears("c");
}

#[test]
fn the_last_chunk_is_lost_or_only_its_answer() {
    let (upstream, told) = echo();
    for (moment, expected) in
        [(Moment::BeforeForwarding, vec!["1", "2"]), (Moment::AfterForwarding, vec!["1", "2", "3"])]
    {
        let proxy = Proxy::start(upstream).unwrap();
        let [mut client, mut other] = [(); 2].map(|()| Client::of(&proxy));
        proxy.cut_after(3, moment, NewConnections::Refuse);
        for text in ["1", "2"] {
            client.say(text);
            client.hears(text);
        }
        client.say("3");
        client.is_cut();
        other.is_cut();
        Client::of(&proxy).is_cut();
        assert_eq!(proxy.n_chunks(), 3);
        // The server is another process' affair: what it got it may still be about to tell.
        let seen: Vec<String> = expected.iter().map(|_| told.recv().unwrap()).collect();
        assert_eq!(seen, expected);
        assert!(told.try_recv().is_err());
    }
}

#[test]
fn a_plan_is_replaced_or_called_off() {
    let (upstream, _told) = echo();
    let proxy = Proxy::start(upstream).unwrap();
    proxy.cut_after(1, Moment::BeforeForwarding, NewConnections::Refuse);
    proxy.cut_after(2, Moment::BeforeForwarding, NewConnections::Accept);
    let mut client = Client::of(&proxy);
    client.say("a");
    client.hears("a");
    proxy.cut(NewConnections::Accept);
    client.is_cut();
    let mut client = Client::of(&proxy);
    for text in ["b", "c", "d"] {
        client.say(text);
        client.hears(text);
    }
}

#[test]
fn a_pause_holds_and_a_cut_ends_what_it_holds() {
    let (upstream, told) = echo();
    let proxy = Proxy::start(upstream).unwrap();
    let mut client = Client::of(&proxy);
    client.say("a");
    client.hears("a");
    assert_eq!(told.recv().unwrap(), "a");
    proxy.pause();
    client.say("held");
    client.0.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
    let error = client.0.read(&mut [0; 16]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
    assert_eq!((proxy.n_chunks(), proxy.n_connections()), (1, 1));
    client.0.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    proxy.resume();
    client.hears("held");
    assert_eq!(told.recv().unwrap(), "held");

    proxy.pause();
    client.say("lost");
    proxy.cut(NewConnections::Accept);
    client.is_cut();
    proxy.resume();
    let mut client = Client::of(&proxy);
    client.say("b");
    client.hears("b");
    assert_eq!(told.recv().unwrap(), "b");
}

#[test]
fn without_a_server_behind_it_connections_end() {
    let (listener, nobody) = super::taken_port();
    drop(listener);
    let proxy = Proxy::start(([127, 0, 0, 1], nobody).into()).unwrap();
    Client::of(&proxy).is_cut();
    let port = proxy.port();
    drop(proxy);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
}

#[test]
fn a_real_client_loses_its_answer_and_the_server_commits() {
    let Some(server) = postgres_for_tests() else { return };
    let name = server.create_database().unwrap();
    server.sql(&name, "CREATE TABLE kept (n integer)").unwrap();
    let insert = |proxy: &Proxy| {
        let mut psql = server.command("psql");
        let url =
            format!("{}?sslmode=disable&gssencmode=disable", server.url_through(proxy, &name));
        psql.args(["-X", "-d", &url, "-c", "INSERT INTO kept VALUES (1)"]).output().unwrap()
    };
    // What a session without trouble sends: its greeting, the statement, its good-bye.
    let proxy = Proxy::start(server.address()).unwrap();
    assert!(insert(&proxy).status.success());
    for (moment, expected) in [(Moment::BeforeForwarding, "1"), (Moment::AfterForwarding, "2")] {
        let proxy = Proxy::start(server.address()).unwrap();
        proxy.cut_after(2, moment, NewConnections::Refuse);
        let output = insert(&proxy);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("closed the connection"), "{said}");
        eventually("the server has seen it", || {
            (server.sql(&name, "SELECT count(*) FROM kept").unwrap() == expected).then_some(())
        });
    }
}
