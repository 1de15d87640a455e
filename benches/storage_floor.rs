//! The floor: the same rows into the same tables and indexes, by prepared statements through SQLite's own interface,
//! one transaction per case, SQLCipher, the same pragmas. Everything that can be computed beforehand is.

use std::ffi::{CStr, CString};
use std::path::Path;
use std::ptr;

use docketbell_core::domain::Hearing;
use docketbell_core::storage::{FirstReading, StoreKey};
use jiff::civil::{Date, date};
use libsqlite3_sys as ffi;

/// A value to bind.
pub enum V {
    Null,
    Int(i64),
    Text(String),
}

impl V {
    fn text(t: &str) -> Self {
        Self::Text(t.to_owned())
    }

    fn maybe(t: Option<&str>) -> Self {
        t.map_or(Self::Null, Self::text)
    }
}

/// The rows of one case; ids that are given at insert are the first value of each.
pub struct CaseRows {
    case: Vec<V>,
    narrow: Vec<Vec<V>>,
    titles: Vec<V>,
    words: Vec<Vec<V>>,
    search: Vec<(i64, Vec<V>)>,
    hearings: Vec<Vec<V>>,
    parties: Vec<(Vec<V>, String)>,
    court_words: String,
    status: Vec<V>,
}

fn days(day: Option<Date>) -> i64 {
    day.and_then(|d| date(1900, 1, 1).until(d).ok())
        .map_or(0, |s| i64::from(s.get_days()))
}

fn hearing_row(h: &Hearing) -> Vec<V> {
    vec![
        V::Int(h.key.entry),
        V::Int(0),
        V::text(&h.key.purpose),
        V::Int(0),
        V::maybe(h.setting.scheduled_on.map(|d| d.to_string()).as_deref()),
        V::maybe(h.setting.time.as_deref()),
        V::text(&h.setting.purpose),
        V::maybe(h.setting.location.as_deref()),
        V::maybe(h.setting.judge.as_deref()),
        V::text("C"),
        V::text("set"),
        V::Int(1_800_000_000_000),
    ]
}

impl CaseRows {
    pub fn of(r: &FirstReading) -> Self {
        let h = &r.header;
        let mut narrow = Vec::new();
        let mut words = Vec::new();
        let mut search = Vec::new();
        for (place, (e, identity)) in r
            .docket
            .entries
            .iter()
            .zip(r.docket.identities())
            .enumerate()
        {
            let place = i64::try_from(place).unwrap();
            let settled = !e.settings.is_empty() || !e.associated.is_empty();
            narrow.push(vec![
                V::Int(identity.id),
                V::Int(i64::from(identity.ordinal)),
                V::Int((place + 1) * 1024),
                V::Int(e.fingerprint()),
                if settled {
                    V::Int(e.settings_fingerprint())
                } else {
                    V::Null
                },
            ]);
            let more = serde_json::json!({ "f": e.filed_by, "b": e.on_behalf_of,
                "s": e.settings.iter().map(|s| (&s.scheduled_on, &s.time, &s.purpose, &s.location, &s.judge, "C")).collect::<Vec<_>>() });
            let plain = e.filed_by.is_none() && e.settings.is_empty();
            let d = e.filed_on.unwrap();
            words.push(vec![
                V::Int(
                    i64::from(d.year()) * 10_000 + i64::from(d.month()) * 100 + i64::from(d.day()),
                ),
                V::Text(serde_json::to_string(&(&e.description, &e.code, &e.class_code)).unwrap()),
                V::maybe(e.text.as_deref()),
                if plain {
                    V::Null
                } else {
                    V::Text(more.to_string())
                },
            ]);
            let people = [e.filed_by.as_deref(), e.on_behalf_of.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("\n");
            let all = [
                e.description.as_str(),
                e.text.as_deref().unwrap_or(""),
                &people,
            ]
            .join("\n");
            search.push(((days(e.filed_on) << 32) | place, vec![V::Text(all)]));
        }
        search.sort_by_key(|(row, _)| *row);
        // The titles of a case, each once: `words` holds them at its second place.
        let mut titles: Vec<String> = r
            .docket
            .entries
            .iter()
            .map(|e| serde_json::to_string(&(&e.description, &e.code, &e.class_code)).unwrap())
            .collect();
        titles.sort();
        titles.dedup();
        let titles = titles.into_iter().map(V::Text).collect();
        Self {
            case: vec![
                V::text(r.case_number.as_str()),
                V::text(r.court_id.as_str()),
                V::Int(1),
                V::text(&h.style.0),
                V::maybe(h.court.as_deref()),
                V::maybe(h.location.as_deref()),
                V::maybe(h.case_type.as_deref()),
                V::maybe(h.filed_on.map(|d| d.to_string()).as_deref()),
                V::maybe(h.judge.as_deref()),
                V::Int(1_800_000_000_000),
                V::Int(i64::try_from(r.docket.entries.len()).unwrap()),
            ],
            titles,
            narrow,
            words,
            search,
            hearings: r.hearings.iter().map(hearing_row).collect(),
            parties: r
                .parties
                .iter()
                .enumerate()
                .map(|(place, p)| {
                    (
                        vec![
                            V::Int(i64::try_from(place).unwrap()),
                            V::text(&p.name),
                            V::text(p.role.as_str()),
                            V::maybe(p.role_code.as_deref()),
                            V::maybe(p.address.as_deref()),
                            V::Int(1980),
                            V::text("[]"),
                        ],
                        p.name.clone(),
                    )
                })
                .collect(),
            court_words: [
                r.case_number.as_str(),
                &h.style.0,
                h.judge.as_deref().unwrap_or(""),
            ]
            .join("\n"),
            status: vec![
                V::Int(1_800_000_000_000),
                V::Int(1_800_000_000_000),
                V::Int(0x1234_5678_9abc_def0),
                V::Int(0x1234_5678_9abc_def1),
                V::Int(0x1234_5678_9abc_def2),
            ],
        }
    }
}

/// A connection and its prepared statements.
pub struct Hand {
    db: *mut ffi::sqlite3,
    begin: *mut ffi::sqlite3_stmt,
    commit: *mut ffi::sqlite3_stmt,
    case: *mut ffi::sqlite3_stmt,
    narrow: *mut ffi::sqlite3_stmt,
    title: *mut ffi::sqlite3_stmt,
    words: *mut ffi::sqlite3_stmt,
    search: *mut ffi::sqlite3_stmt,
    hearing: *mut ffi::sqlite3_stmt,
    party: *mut ffi::sqlite3_stmt,
    party_search: *mut ffi::sqlite3_stmt,
    case_search: *mut ffi::sqlite3_stmt,
    status: *mut ffi::sqlite3_stmt,
    next_case: i64,
    next_entry: i64,
}

impl Hand {
    pub fn open(path: &Path, key: &StoreKey) -> Self {
        let name = CString::new(path.to_str().unwrap()).unwrap();
        let mut db = ptr::null_mut();
        // SAFETY: a valid name and out-pointer; the handle is used by this value alone and closed when it is dropped.
        unsafe {
            assert_eq!(
                ffi::sqlite3_open_v2(
                    name.as_ptr(),
                    &raw mut db,
                    ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_NOMUTEX,
                    ptr::null()
                ),
                0
            );
        }
        let hex: String = key
            .database_key()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        for sql in [
            &format!("PRAGMA key = \"x'{hex}'\""),
            "PRAGMA cipher_page_size = 8192",
            "PRAGMA foreign_keys = ON",
            "PRAGMA secure_delete = ON",
            "PRAGMA temp_store = MEMORY",
            "PRAGMA cache_size = -4096",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
        ] {
            let sql = CString::new(sql).unwrap();
            // SAFETY: the handle is open; the statement is NUL-terminated.
            unsafe {
                assert_eq!(
                    ffi::sqlite3_exec(db, sql.as_ptr(), None, ptr::null_mut(), ptr::null_mut()),
                    0
                );
            }
        }
        let prepare = |sql: &str| {
            let text = CString::new(sql).unwrap();
            let mut stmt = ptr::null_mut();
            // SAFETY: as above; a failure is told with SQLite's words, which live as long as the handle.
            unsafe {
                let code =
                    ffi::sqlite3_prepare_v2(db, text.as_ptr(), -1, &raw mut stmt, ptr::null_mut());
                assert_eq!(
                    code,
                    0,
                    "{sql}: {:?}",
                    CStr::from_ptr(ffi::sqlite3_errmsg(db))
                );
            }
            stmt
        };
        Self {
            begin: prepare("BEGIN IMMEDIATE"),
            commit: prepare("COMMIT"),
            case: prepare(
                "INSERT INTO cases (case_id, case_number, court_id, number_hash, style, court, location, case_type, filed_on,
                 judge, followed_at, baseline_at, entries) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11, ?12)",
            ),
            narrow: prepare(
                "INSERT INTO docket_entries (case_id, entry_id, identity, ordinal, position, state, fingerprint,
                 settings_fingerprint) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?7)",
            ),
            title: prepare("INSERT OR IGNORE INTO docket_titles (title) VALUES (?1)"),
            words: prepare(
                "INSERT INTO docket_entry_words (case_id, entry_id, filed_on, title_id, text, more)
                 VALUES (?1, ?2, ?3, (SELECT title_id FROM docket_titles WHERE title = ?4), ?5, ?6)",
            ),
            search: prepare("INSERT INTO entry_search (rowid, words) VALUES (?1, ?2)"),
            hearing: prepare(
                "INSERT INTO hearings (case_id, entry_id, entry_identity, entry_ordinal, purpose_key, ordinal, scheduled_on,
                 time, purpose, location, judge, mark, state, first_seen_at, changed_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14)",
            ),
            party: prepare(
                "INSERT INTO parties (case_id, place, name, role, role_code, address, birth_year, attorneys)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            ),
            party_search: prepare("INSERT INTO party_search (rowid, words) VALUES (?1, ?2)"),
            case_search: prepare("INSERT INTO case_search (rowid, court_words, own_words) VALUES (?1, ?2, '')"),
            status: prepare(
                "INSERT INTO case_status (case_id, last_checked_at, next_check_at, docket_digest, header_digest, party_digest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            ),
            db,
            next_case: 1,
            next_entry: 1,
        }
    }

    /// Bytes by table and index, and free bytes: `(name, bytes)`.
    pub fn sizes(&self) -> Vec<(String, i64)> {
        let sql = c"SELECT name, sum(pgsize) FROM dbstat GROUP BY name UNION ALL SELECT 'free', freelist_count * 8192
            FROM pragma_freelist_count ORDER BY 2 DESC";
        let mut stmt = ptr::null_mut();
        let mut rows = Vec::new();
        // SAFETY: the handle is open; the column's text is copied before the next step.
        unsafe {
            assert_eq!(
                ffi::sqlite3_prepare_v2(self.db, sql.as_ptr(), -1, &raw mut stmt, ptr::null_mut()),
                0
            );
            while ffi::sqlite3_step(stmt) == ffi::SQLITE_ROW {
                let name = CStr::from_ptr(ffi::sqlite3_column_text(stmt, 0).cast());
                rows.push((
                    name.to_string_lossy().into_owned(),
                    ffi::sqlite3_column_int64(stmt, 1),
                ));
            }
            ffi::sqlite3_finalize(stmt);
        }
        rows
    }

    /// One case, one transaction.
    pub fn follow(&mut self, rows: &CaseRows) {
        let case = self.next_case;
        self.next_case += 1;
        let first = self.next_entry;
        self.next_entry += i64::try_from(rows.words.len()).unwrap();
        self.run(self.begin, &[], &[]);
        self.run(self.case, &[case], &rows.case);
        for (id, row) in (first..).zip(&rows.narrow) {
            self.run(self.narrow, &[case, id], row);
        }
        for title in &rows.titles {
            self.run(self.title, &[], std::slice::from_ref(title));
        }
        for (id, row) in (first..).zip(&rows.words) {
            self.run(self.words, &[case, id], row);
        }
        for (id, row) in &rows.search {
            self.run(self.search, &[*id + first], row);
        }
        for row in &rows.hearings {
            self.run(self.hearing, &[case, first], row);
        }
        for (row, name) in &rows.parties {
            self.run(self.party, &[case], row);
            // SAFETY: the handle is open.
            let id = unsafe { ffi::sqlite3_last_insert_rowid(self.db) };
            self.run(self.party_search, &[id], &[V::text(name)]);
        }
        self.run(self.case_search, &[case], &[V::text(&rows.court_words)]);
        self.run(self.status, &[case], &rows.status);
        self.run(self.commit, &[], &[]);
    }

    fn run(&self, stmt: *mut ffi::sqlite3_stmt, ids: &[i64], values: &[V]) {
        // SAFETY: the statement belongs to the open handle; the texts outlive the step, after which it is reset.
        unsafe {
            let mut at = 1;
            for id in ids {
                ffi::sqlite3_bind_int64(stmt, at, *id);
                at += 1;
            }
            for value in values {
                match value {
                    V::Null => ffi::sqlite3_bind_null(stmt, at),
                    V::Int(n) => ffi::sqlite3_bind_int64(stmt, at, *n),
                    V::Text(t) => ffi::sqlite3_bind_text(
                        stmt,
                        at,
                        t.as_ptr().cast(),
                        i32::try_from(t.len()).unwrap(),
                        ffi::SQLITE_STATIC(),
                    ),
                };
                at += 1;
            }
            let code = ffi::sqlite3_step(stmt);
            assert_eq!(
                code,
                ffi::SQLITE_DONE,
                "{:?}",
                CStr::from_ptr(ffi::sqlite3_errmsg(self.db))
            );
            ffi::sqlite3_reset(stmt);
        }
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        // SAFETY: each statement is finalized once, none is used after this, and then the handle is closed.
        unsafe {
            for stmt in [
                self.begin,
                self.commit,
                self.case,
                self.narrow,
                self.title,
                self.words,
                self.search,
                self.hearing,
                self.party,
                self.party_search,
                self.case_search,
                self.status,
            ] {
                ffi::sqlite3_finalize(stmt);
            }
            ffi::sqlite3_close(self.db);
        }
    }
}
