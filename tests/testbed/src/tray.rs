//! A tray of the newer kind (StatusNotifier): takes an icon in, and presses the entries of its menu.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use zbus::zvariant::{OwnedValue, Value};

use crate::process::until;

const MENU: &str = "com.canonical.dbusmenu";

/// Bus name and object path of an icon.
type Item = (String, String);

struct Watcher {
    items: Arc<Mutex<Vec<Item>>>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: zbus::message::Header<'_>,
    ) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let item = if service.starts_with('/') {
            (sender, service)
        } else {
            (service, "/StatusNotifierItem".to_owned())
        };
        self.items.lock().unwrap().push(item);
    }

    fn register_status_notifier_host(&self, _service: String) {}

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let items = self.items.lock().unwrap();
        items
            .iter()
            .map(|(name, path)| format!("{name}{path}"))
            .collect()
    }
}

/// A tray that shows nothing and presses what a test says.
pub struct FakeTray {
    bus: zbus::Connection,
    items: Arc<Mutex<Vec<Item>>>,
}

impl FakeTray {
    /// Starts it on a bus.
    pub async fn start_on(address: &str) -> Self {
        let items = Arc::<Mutex<Vec<Item>>>::default();
        let watcher = Watcher {
            items: Arc::clone(&items),
        };
        let bus = zbus::connection::Builder::address(address)
            .unwrap()
            .serve_at("/StatusNotifierWatcher", watcher)
            .unwrap()
            .name("org.kde.StatusNotifierWatcher")
            .unwrap()
            .build()
            .await
            .unwrap();
        Self { bus, items }
    }

    /// Presses the entry with this label in the menu of the newest icon that still answers.
    pub async fn press(&self, label: &str) {
        until(
            &format!("{label:?} in the tray's menu"),
            Duration::from_secs(60),
            async || {
                let (name, path) = self.items.lock().unwrap().last().cloned()?;
                let item =
                    zbus::Proxy::new(&self.bus, name.clone(), path, "org.kde.StatusNotifierItem")
                        .await
                        .ok()?;
                let menu: zbus::zvariant::OwnedObjectPath = item.get_property("Menu").await.ok()?;
                let menu = zbus::Proxy::new(&self.bus, name, menu, MENU).await.ok()?;
                let no_names: Vec<String> = Vec::new();
                type Layout = (u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>));
                let (_, (_, _, entries)): Layout =
                    menu.call("GetLayout", &(0, -1, no_names)).await.ok()?;
                let id = entries.iter().find_map(|entry| id_of(entry, label))?;
                let nothing = Value::from(0_i32);
                menu.call::<_, _, ()>("Event", &(id, "clicked", nothing, 0_u32))
                    .await
                    .ok()
            },
        )
        .await;
    }
}

fn id_of(entry: &OwnedValue, label: &str) -> Option<i32> {
    let entry = entry.downcast_ref::<zbus::zvariant::Structure<'_>>().ok()?;
    let [id, properties, ..] = entry.fields() else {
        return None;
    };
    let id = id.downcast_ref::<i32>().ok()?;
    let properties: HashMap<String, OwnedValue> = properties.try_clone().ok()?.try_into().ok()?;
    let shown = String::try_from(properties.get("label")?.try_clone().ok()?).ok()?;
    (shown.replace('_', "") == label).then_some(id)
}
