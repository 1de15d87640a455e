//! The clipboard as any other program on the desktop reads it.

use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, CreateWindowAux, WindowClass};
use x11rb::{COPY_DEPTH_FROM_PARENT, CURRENT_TIME, NONE};

use crate::Stage;

impl Stage {
    /// What somebody who pastes now gets; nothing when nobody offers anything.
    pub fn clipboard(&self) -> Option<String> {
        let (desktop, screen) = x11rb::connect(Some(self.display())).unwrap();
        let root = desktop.setup().roots[screen].root;
        let atom = |name: &str| {
            let asked = desktop.intern_atom(false, name.as_bytes()).unwrap();
            asked.reply().unwrap().atom
        };
        let (clipboard, text, here) = (atom("CLIPBOARD"), atom("UTF8_STRING"), atom("PASTED"));
        let owner = desktop.get_selection_owner(clipboard).unwrap();
        if owner.reply().unwrap().owner == NONE {
            return None;
        }
        let window = desktop.generate_id().unwrap();
        let (class, usual) = (WindowClass::INPUT_OUTPUT, CreateWindowAux::new());
        let depth = COPY_DEPTH_FROM_PARENT;
        desktop
            .create_window(depth, window, root, 0, 0, 1, 1, 0, class, 0, &usual)
            .unwrap();
        desktop
            .convert_selection(window, clipboard, text, here, CURRENT_TIME)
            .unwrap();
        desktop.flush().unwrap();
        let begun = Instant::now();
        loop {
            if let Some(Event::SelectionNotify(told)) = desktop.poll_for_event().unwrap() {
                if told.property == NONE {
                    return None;
                }
                let read = desktop.get_property(true, window, here, AtomEnum::ANY, 0, 1 << 20);
                let bytes = read.unwrap().reply().unwrap().value;
                return Some(String::from_utf8(bytes).unwrap());
            }
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "whoever owns the clipboard answers"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}
