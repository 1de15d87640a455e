//! The listening socket. It differs from the usual one in a single point: a handler can have its connection reset,
//! which is one of the faults.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// Accepts on loopback.
pub(crate) struct PracticeListener(pub(crate) TcpListener);

/// A connection that can be told to end with a reset.
pub(crate) struct PracticeStream {
    inner: TcpStream,
    reset: Arc<AtomicBool>,
}

/// What a handler knows of its connection.
#[derive(Clone, Debug)]
pub(crate) struct Connection {
    pub(crate) peer: SocketAddr,
    reset: Arc<AtomicBool>,
}

impl Connection {
    /// The next write fails, and the peer gets a reset.
    pub(crate) fn reset(&self) {
        self.reset.store(true, Ordering::Release);
    }
}

impl Listener for PracticeListener {
    type Io = PracticeStream;
    type Addr = Connection;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.0.accept().await {
                Ok((inner, peer)) => {
                    // Answers are small and written whole; waiting to fill packets only delays them.
                    drop(inner.set_nodelay(true));
                    let reset = Arc::new(AtomicBool::new(false));
                    let stream = PracticeStream {
                        inner,
                        reset: Arc::clone(&reset),
                    };
                    return (stream, Connection { peer, reset });
                }
                // Out of file descriptors, or a peer that is gone already: others may still come.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(Connection {
            peer: self.0.local_addr()?,
            reset: Arc::default(),
        })
    }
}

impl Connected<IncomingStream<'_, PracticeListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, PracticeListener>) -> Self {
        stream.remote_addr().clone()
    }
}

impl PracticeStream {
    fn refuse(&self) -> Option<io::Error> {
        self.reset.load(Ordering::Acquire).then(|| {
            // No linger: closing sends a reset in place of an orderly end.
            drop(self.inner.set_zero_linger());
            io::Error::from(io::ErrorKind::ConnectionReset)
        })
    }
}

impl AsyncRead for PracticeStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl AsyncWrite for PracticeStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.refuse() {
            Some(error) => Poll::Ready(Err(error)),
            None => Pin::new(&mut self.inner).poll_write(context, bytes),
        }
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.refuse() {
            Some(error) => Poll::Ready(Err(error)),
            None => Pin::new(&mut self.inner).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
