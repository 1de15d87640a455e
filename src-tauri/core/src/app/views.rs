//! What the window and the terminal are shown: plain values, no secrets, no SQL, no HTML.
