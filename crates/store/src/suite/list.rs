//! Lists: ordered, paged, pinned.

use super::{Subject, commit, get, key, prefix, put};
use crate::contract::{Store, list_all};
use crate::error::Error;
use crate::key::Prefix;
use crate::limits::{PAGE_BYTES_MAX, VALUE_BYTES_MAX};
use crate::model::{ListPage, Op, Page, Read, Rev};

fn names(page: &ListPage) -> Vec<&str> {
    page.kvs.iter().map(|kv| kv.key.as_str()).collect()
}

async fn all(store: &dyn Store, under: &Prefix, at: Option<Rev>) -> ListPage {
    store.list(under, at, Page::default()).await.unwrap()
}

pub async fn a_list_is_in_key_order_and_holds_no_neighbours(subject: Subject) {
    let store = &*subject.store;
    let keys = ["/a/b/z", "/a/b", "/a/b/é", "/a/bb/x", "/a/b/a/deep", "/a/b.c", "/a/b/Z", "/a/c"];
    for text in keys {
        commit(store, &[put(text, text)]).await;
    }
    let page = all(store, &prefix("/a/b"), None).await;
    assert_eq!(names(&page), ["/a/b/Z", "/a/b/a/deep", "/a/b/z", "/a/b/é"]);
    assert!(!page.more);
    assert_eq!(page.rev, Rev(8));
    assert_eq!(all(store, &Prefix::root(), None).await.kvs.len(), 8);
    assert!(all(store, &prefix("/none"), None).await.kvs.is_empty());
}

pub async fn pages_are_read_at_one_revision(subject: Subject) {
    let store = &*subject.store;
    for i in 0..7 {
        commit(store, &[put(&format!("/k/{i}"), "old")]).await;
    }
    let first = store.list(&prefix("/k"), None, Page { after: None, limit: 3 }).await.unwrap();
    assert!(first.more);
    commit(store, &[Op::Del(key("/k/3")), put("/k/4", "new"), put("/k/35", "new")]).await;
    commit(store, &[put("/k/9", "new")]).await;
    let mut seen = first.kvs.clone();
    let mut page = first;
    while let Some(next) = page.next(3) {
        page = store.list(&prefix("/k"), Some(page.rev), next).await.unwrap();
        seen.extend(page.kvs.clone());
    }
    let seen: Vec<_> = seen.iter().map(|kv| (kv.key.name(), &kv.val[..])).collect();
    assert_eq!(seen, ["0", "1", "2", "3", "4", "5", "6"].map(|name| (name, &b"old"[..])));
    for limit in [0, 1001] {
        let out = store.list(&prefix("/k"), None, Page { after: None, limit }).await;
        assert!(matches!(out, Err(Error::Invalid(_))), "{out:?}");
    }
}

pub async fn a_page_ends_when_it_has_enough_bytes(subject: Subject) {
    let store = &*subject.store;
    for i in 0..8 {
        commit(store, &[put(&format!("/k/{i}"), vec![i; VALUE_BYTES_MAX])]).await;
    }
    let page = all(store, &prefix("/k"), None).await;
    let bytes: usize = page.kvs.iter().map(|kv| kv.val.len()).sum();
    assert!(page.more && bytes <= PAGE_BYTES_MAX + VALUE_BYTES_MAX, "{bytes}");
    let (kvs, _) = list_all(store, &prefix("/k")).await.unwrap();
    assert_eq!(kvs.len(), 8);
}

pub async fn an_older_revision_is_readable_until_it_is_compacted(subject: Subject) {
    let store = &*subject.store;
    commit(store, &[put("/a/x", "1"), put("/a/y", "1")]).await;
    commit(store, &[put("/a/x", "2")]).await;
    commit(store, &[Op::Del(key("/a/y"))]).await;
    commit(store, &[put("/a/x", "4"), put("/a/z", "4")]).await;
    let vals = async |at: u64| {
        let page = all(store, &prefix("/a"), Some(Rev(at))).await;
        let kvs = page.kvs.iter();
        kvs.map(|kv| format!("{}{}", kv.key.name(), String::from_utf8_lossy(&kv.val)))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let want = ["", "x1 y1", "x2 y1", "x2", "x4 z4"];
    for at in 0..=4 {
        assert_eq!(vals(at).await, want[at as usize]);
    }
    store.compact(Rev(3)).await.unwrap();
    for at in 0..3 {
        let out = store.list(&prefix("/a"), Some(Rev(at)), Page::default()).await;
        assert!(matches!(out, Err(Error::Compacted { oldest: Rev(3) })), "{out:?}");
    }
    for at in 3..=4 {
        assert_eq!(vals(at).await, want[at as usize]);
    }
    assert_eq!(get(store, "/a/x").await.unwrap().version, 3);
}

pub async fn the_future_can_not_be_read(subject: Subject) {
    let store = &*subject.store;
    commit(store, &[put("/a", "1")]).await;
    let out = store.list(&Prefix::root(), Some(Rev(2)), Page::default()).await;
    assert!(matches!(out, Err(Error::Future { .. })), "{out:?}");
    let out = store.get(&[key("/a")], Read::AtLeast(Rev(2))).await;
    assert!(matches!(out, Err(Error::Future { .. })), "{out:?}");
    let (kvs, rev) = store.get(&[key("/b"), key("/a")], Read::AtLeast(Rev(1))).await.unwrap();
    assert_eq!((kvs[0].is_none(), kvs[1].is_some(), rev), (true, true, Rev(1)));
}
