//! Callers and strangers that come too often.

use std::num::NonZeroU32;
use std::process::Command;

use ferrogate_base::Shutdown;
use ferrogate_wire::{Limits, Listener, Security, Throttling};
use nix::sched::{CloneFlags, unshare};
use tokio::net::TcpListener;

use crate::support::{Call, Running, Setup, expect};

fn list() -> Call {
    Call::json("ListClusters", "{}")
}

fn bob(mut call: Call) -> Call {
    call.key = ("AKIABOB", "bob secret");
    call
}

/// So few that the second which a test may take gives none back.
fn once_a_second(change: impl FnOnce(&mut Limits, NonZeroU32)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits, NonZeroU32::new(1).unwrap());
    limits
}

#[tokio::test]
async fn a_caller_that_comes_too_often_is_told_so_in_its_protocol() {
    let limits = once_a_second(|limits, once| limits.caller_per_s = Some(once));
    let server = Setup { limits, ..Setup::default() }.start().await;
    // Any number of them at once: more than the clock of a slow machine lets in.
    let mut throttled = None;
    for _ in 0..1000 {
        let answer = server.send(list().signed()).await;
        if answer.status() != 200 {
            throttled = Some(answer);
            break;
        }
    }
    expect(&throttled.unwrap(), 400, &["ThrottlingException", "Rate exceeded"]);
    // Another's share is untouched; he may do nothing, but that is said of his own request.
    expect(&server.send(bob(list()).signed()).await, 400, &["AccessDeniedException"]);
    // A wrong signature with a caller's key takes nothing from the caller.
    let mut forged = bob(list());
    forged.key.1 = "guessed";
    expect(&server.send(forged.signed()).await, 400, &["InvalidSignatureException"]);
}

#[tokio::test]
async fn nobody_is_bounded_unless_it_is_asked_for() {
    let server = Setup::default().start().await;
    let mut sender = server.connect().await;
    for _ in 0..500 {
        expect(&crate::support::exchange(&mut sender, list().signed()).await, 200, &[]);
    }
}

#[tokio::test]
async fn an_account_has_the_bounds_of_aws_where_they_are_asked_for() {
    let limits = Limits { throttling: Throttling::Aws, ..Limits::default() };
    let server = Setup { limits, ..Setup::default() }.start().await;
    let mut sender = server.connect().await;
    let mut taken = 0;
    let throttled = loop {
        let answer = crate::support::exchange(&mut sender, list().signed()).await;
        if answer.status() != 200 {
            break answer;
        }
        taken += 1;
    };
    assert!(taken >= 50, "{taken}");
    expect(&throttled, 400, &["ThrottlingException", "Rate exceeded"]);
    // Another of the account shares its bucket, and each category has its own.
    let mut bobs = None;
    for _ in 0..1000 {
        let answer = crate::support::exchange(&mut sender, bob(list()).signed()).await;
        if answer.body().contains("ThrottlingException") {
            bobs = Some(answer);
            break;
        }
    }
    assert!(bobs.is_some());
    let other = server.send(Call::json("ListTasks", "{}").signed()).await;
    assert!(!other.body().contains("ThrottlingException"), "{}", other.body());
}

/// A thread with a network of its own, whose loopback has an address that is not a loopback's.
fn elsewhere(work: impl AsyncFnOnce(TcpListener) + Send) {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            unshare(CloneFlags::CLONE_NEWNET).expect("tests run as root");
            for words in ["link set lo up", "address add 192.0.2.1/32 dev lo"] {
                let done = Command::new("ip").args(words.split(' ')).status().unwrap();
                assert!(done.success(), "ip {words}");
            }
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                work(TcpListener::bind("192.0.2.1:0").await.unwrap()).await;
            });
        });
        thread.join().unwrap();
    });
}

#[test]
fn an_address_of_strangers_is_turned_away_unread_and_the_loopback_is_not() {
    elsewhere(async |listener| {
        let limits = once_a_second(|limits, once| limits.stranger_per_s = once);
        let server = Setup { limits, ..Setup::default() }.server();
        let inside = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let loopback = inside.local_addr().unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = Shutdown::new();
        let listeners =
            [listener, inside].map(|l| Listener::tcp(l, Security::InsecureHttp).unwrap());
        server.serve(listeners.into(), &shutdown);
        let there = Running { address, shutdown: shutdown.clone() };
        let here = Running { address: loopback, shutdown };

        let ask = |call: Call| call.header("host", "fargate.example.com");
        let mut forged = ask(list());
        forged.key.1 = "guessed";
        let mut last = there.send(forged.clone().signed()).await;
        expect(&last, 400, &["InvalidSignatureException"]);
        for _ in 0..1000 {
            last = there.send(forged.clone().signed()).await;
            if last.body().contains("ThrottlingException") {
                break;
            }
        }
        expect(&last, 400, &["ThrottlingException"]);
        for _ in 0..5 {
            expect(&here.send(forged.clone().signed()).await, 400, &["InvalidSignatureException"]);
        }
        expect(&here.send(list().signed()).await, 200, &[]);
    });
}
