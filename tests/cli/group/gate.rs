//! A line between `docketctl` and the practice portal that tells when a request arrives and when its answer is ready, and
//! can be cut at either moment. What the portal did is read from its own answers, also from those that nobody got.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Where the line is cut: at the n-th request from the moment on at which the cut was asked for, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It has arrived, and the portal never hears of it.
    Arrived(usize),
    /// The portal has carried it out, and nobody gets the answer.
    Answered(usize),
}

/// What happens there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The program is told of, and waits for an answer that never comes, until it is killed.
    Hold,
    /// As [`Then::Hold`], and the request is on its way all the while: it arrives when it is let through.
    Late,
    /// The connection breaks off, and the portal is gone until the line is mended.
    Lose,
}

#[derive(Default)]
struct Line {
    cut: Option<(Cut, Then)>,
    seen: usize,
    lost: bool,
    /// Requests that are on their way.
    late: Vec<Vec<u8>>,
    /// What the portal says that our clicks did: "user00001 was removed", and how often.
    effects: BTreeMap<String, usize>,
    /// Clicks that changed nothing since it was so already.
    needless: usize,
}

/// The line.
pub struct Gate {
    port: u16,
    portal: String,
    line: Arc<Mutex<Line>>,
    reached: Receiver<()>,
}

impl Gate {
    /// A line to the portal at this address (`http://127.0.0.1:PORT`).
    pub fn before(portal: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let line = Arc::new(Mutex::new(Line::default()));
        let (tell, reached) = channel();
        let portal = portal.trim_start_matches("http://").to_owned();
        let (held, to) = (Arc::clone(&line), portal.clone());
        std::thread::spawn(move || {
            for client in listener.incoming() {
                let (Ok(client), line, portal, tell) =
                    (client, Arc::clone(&held), to.clone(), tell.clone())
                else {
                    return;
                };
                // A connection that breaks off is what these tests are about.
                std::thread::spawn(move || drop(pass(client, &portal, &line, &tell)));
            }
        });
        Self {
            port,
            portal,
            line,
            reached,
        }
    }

    /// A profile that leads through this line.
    pub fn profile(&self, profile: &str, portal: &str) -> String {
        profile.replace(portal, &format!("http://127.0.0.1:{}", self.port))
    }

    /// Cuts the line there; requests are counted from here on.
    pub fn cut(&self, cut: Cut, then: Then) {
        while self.reached.try_recv().is_ok() {}
        let mut line = self.line.lock().unwrap();
        line.cut = Some((cut, then));
        line.seen = 0;
        line.lost = false;
    }

    /// A whole line again.
    pub fn mend(&self) {
        let mut line = self.line.lock().unwrap();
        line.cut = None;
        line.lost = false;
    }

    /// What was on its way arrives; nobody hears the answer.
    pub fn let_through(&self) {
        let late = std::mem::take(&mut self.line.lock().unwrap().late);
        for request in late {
            let answer = carry(&self.portal, &request).unwrap();
            note(&request, &answer, &self.line);
        }
    }

    /// Whether the cut is reached within this time.
    pub fn is_reached(&self, within: Duration) -> bool {
        self.reached.recv_timeout(within).is_ok()
    }

    /// How often the portal did this: "user00001 was removed".
    pub fn times(&self, what: &str) -> usize {
        let line = self.line.lock().unwrap();
        line.effects.get(what).copied().unwrap_or(0)
    }

    /// Clicks that changed nothing, since it was so already.
    pub fn needless(&self) -> usize {
        self.line.lock().unwrap().needless
    }
}

/// One request of a connection that ends with it.
fn pass(
    mut client: TcpStream,
    portal: &str,
    line: &Mutex<Line>,
    tell: &Sender<()>,
) -> std::io::Result<()> {
    let Some(request) = request(&mut client)? else {
        return Ok(());
    };
    let (at, lost) = {
        let mut line = line.lock().unwrap();
        line.seen += 1;
        (line.seen, line.lost)
    };
    let cut = line.lock().unwrap().cut;
    let stop = |here: Cut, client: &mut TcpStream| -> bool {
        let Some((_, then)) = cut.filter(|(cut, _)| *cut == here) else {
            return false;
        };
        match then {
            Then::Hold => {}
            Then::Late => line.lock().unwrap().late.push(request.clone()),
            Then::Lose => line.lock().unwrap().lost = true,
        }
        let _ = tell.send(());
        if then != Then::Lose {
            // Until the other side is gone.
            let _ = client.read(&mut [0; 1]);
        }
        true
    };
    if lost || stop(Cut::Arrived(at), &mut client) {
        return Ok(());
    }
    let answer = carry(portal, &request)?;
    note(&request, &answer, line);
    if stop(Cut::Answered(at), &mut client) {
        return Ok(());
    }
    client.write_all(&answer)
}

fn carry(portal: &str, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut through = TcpStream::connect(portal)?;
    through.write_all(request)?;
    let mut answer = Vec::new();
    through.read_to_end(&mut answer)?;
    Ok(answer)
}

/// A whole request, made to be the only one of its connection.
fn request(client: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let mut part = [0; 16 * 1024];
    loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length: usize = head
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .and_then(|(_, value)| value.trim().parse().ok())
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                let mut whole = head.into_bytes();
                whole.extend_from_slice(b"\r\nConnection: close\r\n\r\n");
                whole.extend_from_slice(&bytes[end + 4..]);
                return Ok(Some(whole));
            }
        }
        let read = client.read(&mut part)?;
        if read == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&part[..read]);
    }
}

/// What the portal says that it did. A page that is only looked at may say once more what was done before.
fn note(request: &[u8], answer: &[u8], line: &Mutex<Line>) {
    if !request.starts_with(b"POST") {
        return;
    }
    let text = String::from_utf8_lossy(answer);
    let mut line = line.lock().unwrap();
    for did in ["was removed", "was disabled", "was activated"] {
        let Some(at) = text.find(&format!(" {did}")) else {
            continue;
        };
        let user = text[..at].rsplit(['>', ' ', '\n']).next().unwrap_or("");
        *line.effects.entry(format!("{user} {did}")).or_default() += 1;
    }
    let needless = [
        "is already disabled.",
        "is already active.",
        "is not associated to",
    ];
    if needless.iter().any(|words| text.contains(words)) {
        line.needless += 1;
    }
}
