//! Loopback ports that lead into a VPC.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};

use ferrogate_base::Transport;
use ferrogate_net::Forward;
use ferrogate_net::forward::Error;

use crate::lab::{DEADLINE, Lab, answer_once, lab, read_all, vpc};

const TARGET: (Ipv4Addr, u16) = (Ipv4Addr::new(10, 0, 0, 5), 80);

fn forward(lab: &Lab, protocol: Transport, bind: SocketAddr) -> Result<Forward, Error> {
    Forward::listen(lab.fabric.clone(), protocol, bind, vpc(1), TARGET)
}

fn any_port() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 0).into()
}

fn connect(forward: &Forward) -> TcpStream {
    let stream = TcpStream::connect(forward.address()).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    stream
}

#[test]
fn a_loopback_port_leads_to_a_task() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let forward = forward(&lab, Transport::Tcp, any_port()).unwrap();
        for _ in 0..3 {
            let server = answer_once(task.listen(80), "hello from the task");
            assert_eq!(read_all(connect(&forward)), "hello from the task");
            // The router speaks as the subnet's gateway.
            assert_eq!(server.join().unwrap().ip(), Ipv4Addr::new(10, 0, 0, 1));
        }
        forward.close().await;
    });
}

#[test]
fn bytes_pass_both_ways_and_closing_cuts_them() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let listener = task.listen(80);
        let forward = forward(&lab, Transport::Tcp, any_port()).unwrap();
        let mut client = connect(&forward);
        client.write_all(&[7; 100_000]).unwrap();
        let (mut server, _) = listener.accept().unwrap();
        server.set_read_timeout(Some(DEADLINE)).unwrap();
        let mut received = vec![0; 100_000];
        server.read_exact(&mut received).unwrap();
        assert!(received.iter().all(|byte| *byte == 7));
        server.write_all(b"back").unwrap();
        client.read_exact(&mut [0; 4]).unwrap();
        let address = forward.address();
        forward.close().await;
        assert!(matches!(client.read(&mut [0]), Ok(0) | Err(_)));
        assert_eq!(TcpStream::connect(address).unwrap_err().kind(), ErrorKind::ConnectionRefused);
    });
}

#[test]
fn a_target_that_does_not_answer_resets_the_client() {
    lab(|lab| async move {
        let _task = lab.task(1, 5).await;
        let forward = forward(&lab, Transport::Tcp, any_port()).unwrap();
        let mut client = connect(&forward);
        let cut = client.read(&mut [0]).unwrap_err();
        assert_eq!(cut.kind(), ErrorKind::ConnectionReset);
    });
}

#[test]
fn a_taken_port_names_its_holder() {
    lab(|lab| async move {
        let holder = TcpListener::bind(any_port()).unwrap();
        let address = holder.local_addr().unwrap();
        let taken = forward(&lab, Transport::Tcp, address).err().unwrap();
        let text = taken.to_string();
        assert!(text.contains(&address.to_string()), "{text}");
        assert!(text.contains(&format!("process {}", std::process::id())), "{text}");
        drop(holder);
        forward(&lab, Transport::Tcp, address).unwrap().close().await;
    });
}

#[test]
fn a_udp_port_leads_to_a_task_and_answers_find_their_client() {
    lab(|lab| async move {
        let task = lab.task(1, 5).await;
        let server = task.udp(80);
        let forward = forward(&lab, Transport::Udp, any_port()).unwrap();
        let client = || {
            let socket = UdpSocket::bind(any_port()).unwrap();
            socket.connect(forward.address()).unwrap();
            socket.set_read_timeout(Some(DEADLINE)).unwrap();
            socket
        };
        let clients = [client(), client()];
        let longest = vec![7; 60_000];
        let mut senders = Vec::new();
        for socket in &clients {
            socket.send(&longest).unwrap();
            let mut buffer = vec![0; 65_536];
            let (length, from) = server.recv_from(&mut buffer).unwrap();
            assert_eq!(&buffer[..length], longest);
            // The router speaks as the subnet's gateway.
            assert_eq!(from.ip(), Ipv4Addr::new(10, 0, 0, 1));
            senders.push(from);
        }
        assert_eq!(forward.flows(), 2);
        for (number, from) in senders.iter().enumerate().rev() {
            server.send_to(&[number as u8], from).unwrap();
        }
        for (number, socket) in clients.iter().enumerate() {
            let mut buffer = [9; 2];
            assert_eq!(socket.recv(&mut buffer).unwrap(), 1);
            assert_eq!(buffer[0], number as u8);
        }
        let address = forward.address();
        forward.close().await;
        drop(UdpSocket::bind(address).unwrap());
    });
}

#[test]
fn a_taken_udp_port_names_its_holder() {
    lab(|lab| async move {
        let holder = UdpSocket::bind(any_port()).unwrap();
        let address = holder.local_addr().unwrap();
        let text = forward(&lab, Transport::Udp, address).err().unwrap().to_string();
        assert!(text.contains(&address.to_string()), "{text}");
        assert!(text.contains(&format!("process {}", std::process::id())), "{text}");
    });
}

#[test]
fn addresses_other_than_loopback_are_refused() {
    lab(|lab| async move {
        for bind in ["0.0.0.0:0", "[::1]:0", "192.0.2.1:0"] {
            for protocol in [Transport::Tcp, Transport::Udp] {
                let refused = forward(&lab, protocol, bind.parse().unwrap()).err();
                assert!(matches!(refused, Some(Error::NotLoopback(_))), "{bind}: {refused:?}");
            }
        }
    });
}
