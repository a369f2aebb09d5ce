use super::*;
use proptest::prelude::*;

/// A header block with a right checksum.
fn block(name: &str, flag: u8, size: u64, magic: &[u8; 8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[100..107].copy_from_slice(b"0000644");
    block[108..115].copy_from_slice(b"0000000");
    block[116..123].copy_from_slice(b"0000000");
    block[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    block[136..147].copy_from_slice(b"00000000001");
    block[156] = flag;
    block[257..265].copy_from_slice(magic);
    seal(&mut block);
    block
}

fn seal(block: &mut [u8; BLOCK]) {
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|b| u32::from(*b)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

const USTAR: &[u8; 8] = b"ustar\x0000";
const GNU: &[u8; 8] = b"ustar  \0";

fn padded(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    out.resize(bytes.len().next_multiple_of(BLOCK), 0);
    out
}

fn member(name: &str, flag: u8, content: &[u8]) -> Vec<u8> {
    [block(name, flag, content.len() as u64, USTAR).to_vec(), padded(content)].concat()
}

fn record(key: &str, value: &str) -> String {
    let body = key.len() + value.len() + 3;
    let mut len = body + body.to_string().len();
    if body + len.to_string().len() > len {
        len += 1;
    }
    format!("{len} {key}={value}\n")
}

fn pax(records: &[(&str, &str)]) -> Vec<u8> {
    let text: String = records.iter().map(|(k, v)| record(k, v)).collect();
    member("PaxHeader", b'x', text.as_bytes())
}

fn end(parts: &[Vec<u8>]) -> Vec<u8> {
    [parts.concat(), vec![0; 2 * BLOCK]].concat()
}

fn read_all(bytes: &[u8]) -> Result<Vec<(Entry, Vec<u8>)>, TarError> {
    let mut reader = Reader::new(bytes);
    let mut all = Vec::new();
    while let Some(entry) = reader.next_entry()? {
        let mut content = Vec::new();
        loop {
            let step = reader.data()?;
            if step.is_empty() {
                break;
            }
            let len = step.len();
            content.extend_from_slice(step);
            reader.consume(len);
        }
        all.push((entry, content));
    }
    Ok(all)
}

fn malformed(bytes: &[u8]) -> bool {
    matches!(read_all(bytes), Err(TarError::Malformed(_)))
}

#[test]
fn entries_come_in_order_with_their_content() {
    let archive =
        end(&[member("d/", b'5', b""), member("d/f", b'0', b"hello"), member("g", b'0', b"")]);
    let all = read_all(&archive).unwrap();
    let kinds: Vec<_> = all.iter().map(|(e, _)| (e.path.as_slice(), e.kind)).collect();
    assert_eq!(kinds, [(&b"d/"[..], Kind::Dir), (b"d/f", Kind::File), (b"g", Kind::File)]);
    assert_eq!(all[1].1, b"hello");
    assert_eq!((all[1].0.mode, all[1].0.mtime), (0o644, (1, 0)));
}

#[test]
fn long_names_of_gnu_and_pax_are_read() {
    let long = "x".repeat(300);
    let gnu = [
        [block("././@LongLink", b'L', 301, GNU).to_vec(), padded(format!("{long}\0").as_bytes())]
            .concat(),
        member("short", b'0', b"a"),
    ];
    assert_eq!(read_all(&end(&gnu)).unwrap()[0].0.path, long.as_bytes());
    let with_pax = [
        pax(&[
            ("path", &long),
            ("mtime", "-1.25"),
            ("uid", "70000"),
            ("SCHILY.xattr.user.a", "b=c"),
        ]),
        member("short", b'0', b"a"),
    ];
    let entry = &read_all(&end(&with_pax)).unwrap()[0].0;
    assert_eq!(entry.path, long.as_bytes());
    assert_eq!((entry.mtime, entry.uid), ((-2, 750_000_000), 70_000));
    assert_eq!(entry.xattrs, [(b"user.a".to_vec(), b"b=c".to_vec())]);
}

#[test]
fn the_ustar_prefix_counts_in_ustar_only() {
    let mut header = block("name", b'0', 0, USTAR);
    header[345..350].copy_from_slice(b"front");
    seal(&mut header);
    assert_eq!(read_all(&end(&[header.to_vec()])).unwrap()[0].0.path, b"front/name");
    header[257..265].copy_from_slice(GNU);
    seal(&mut header);
    assert_eq!(read_all(&end(&[header.to_vec()])).unwrap()[0].0.path, b"name");
}

#[test]
fn sparse_files_of_every_form_are_read() {
    let mut old = block("old", b'S', 6, GNU);
    for (at, (offset, len)) in [(0u64, 4u64), (100, 2)].into_iter().enumerate() {
        let at = 386 + at * 24;
        old[at..at + 11].copy_from_slice(format!("{offset:011o}").as_bytes());
        old[at + 12..at + 23].copy_from_slice(format!("{len:011o}").as_bytes());
    }
    old[483..494].copy_from_slice(format!("{:011o}", 200).as_bytes());
    seal(&mut old);
    let text = padded(b"2\n0\n4\n100\n2\n");
    let archive = end(&[
        [old.to_vec(), padded(b"abcdef")].concat(),
        pax(&[
            ("GNU.sparse.map", "0,4,100,2"),
            ("GNU.sparse.size", "200"),
            ("GNU.sparse.name", "n1"),
        ]),
        member("x", b'0', b"abcdef"),
        pax(&[
            ("GNU.sparse.size", "200"),
            ("GNU.sparse.numblocks", "2"),
            ("GNU.sparse.offset", "0"),
            ("GNU.sparse.numbytes", "4"),
            ("GNU.sparse.offset", "100"),
            ("GNU.sparse.numbytes", "2"),
        ]),
        member("n0", b'0', b"abcdef"),
        pax(&[
            ("GNU.sparse.major", "1"),
            ("GNU.sparse.minor", "0"),
            ("GNU.sparse.name", "n2"),
            ("GNU.sparse.realsize", "200"),
        ]),
        member("y", b'0', &[text, b"abcdef".to_vec()].concat()),
    ]);
    let all = read_all(&archive).unwrap();
    let segments = vec![Segment { offset: 0, len: 4 }, Segment { offset: 100, len: 2 }];
    let names: Vec<_> = all.iter().map(|(e, _)| e.path.clone()).collect();
    assert_eq!(names, [b"old".to_vec(), b"n1".to_vec(), b"n0".to_vec(), b"n2".to_vec()]);
    for (entry, content) in all {
        assert_eq!((entry.size, entry.sparse), (200, Some(segments.clone())));
        assert_eq!(content, b"abcdef");
    }
}

#[test]
fn lying_headers_are_refused() {
    let with = |records: &[(&str, &str)], member: Vec<u8>| end(&[pax(records), member]);
    let file = || member("f", b'0', b"abc");
    assert!(malformed(&with(&[("size", "-1")], file())), "negative size");
    assert!(malformed(&with(&[("size", "99999999999999999999")], file())), "overflowing size");
    assert!(malformed(&with(&[("size", "0x3")], file())), "size in another base");
    assert!(malformed(&with(&[("path", "a\0b")], file())), "NUL in a name");
    assert!(malformed(&with(&[("path", "")], file())), "empty name");
    assert!(malformed(&with(&[("size", "512")], member("d", b'5', b""))), "directory with content");
    assert!(malformed(&end(&[member("l", b'2', b"content")])), "link with content");
    assert!(
        malformed(&with(&[("GNU.sparse.map", "0,2,1,1"), ("GNU.sparse.size", "9")], file())),
        "overlap"
    );
    assert!(
        malformed(&with(&[("GNU.sparse.map", "0,9"), ("GNU.sparse.size", "9")], file())),
        "map over content"
    );
    assert!(
        malformed(&with(&[("GNU.sparse.map", "0,3"), ("GNU.sparse.size", "2")], file())),
        "map over size"
    );
    assert!(
        malformed(&end(&[member("x", b'x', b"99 path=a\n"), file()])),
        "record over its header"
    );
    assert!(
        malformed(&end(&[pax(&[("path", "a")]), pax(&[("path", "b")]), file()])),
        "two headers"
    );
    assert!(malformed(&end(&[pax(&[("path", "a")])])), "header without entry");
    assert!(malformed(&end(&[member("?", b'Z', b"")])), "unknown kind");
    assert!(malformed(&end(&[block("x", b'x', 3 << 20, USTAR).to_vec()])), "huge header");
    assert!(malformed(&[vec![0; BLOCK], file(), vec![0; 1024]].concat()), "a lone zero block");
}

#[test]
fn damage_is_told_apart_from_truncation() {
    let archive = end(&[member("f", b'0', &[7; 2000])]);
    for cut in [100, 512, 600, 2500] {
        assert!(matches!(read_all(&archive[..cut.min(2511)]), Err(TarError::Truncated)), "{cut}");
    }
    let mut bad = archive.clone();
    bad[0] ^= 1;
    assert!(matches!(read_all(&bad), Err(TarError::Checksum)));
    assert_eq!(read_all(&[]).unwrap().len(), 0);
    assert_eq!(read_all(&archive[..512 + 2048]).unwrap().len(), 1, "no end mark");
}

#[test]
fn a_stream_may_arrive_byte_by_byte() {
    let archive =
        end(&[pax(&[("path", "p")]), member("f", b'0', &[7; 2000]), member("g", b'0', b"x")]);
    let mut reader = Reader::new(std::io::BufReader::with_capacity(1, archive.as_slice()));
    let mut names = Vec::new();
    while let Some(entry) = reader.next_entry().unwrap() {
        names.push(entry.path);
    }
    assert_eq!(names, [b"p".to_vec(), b"g".to_vec()]);
}

proptest! {
    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..4096)) {
        let _ = read_all(&bytes);
    }

    #[test]
    fn random_headers_with_right_checksums_never_panic(
        mut parts in proptest::collection::vec(proptest::collection::vec(any::<u8>(), BLOCK), 1..6),
        flags in proptest::collection::vec(proptest::sample::select(b"0123456xgLKS".to_vec()), 6),
        gnu in any::<bool>(),
    ) {
        for (part, flag) in parts.iter_mut().zip(flags) {
            let header: &mut [u8; BLOCK] = part.as_mut_slice().try_into().unwrap();
            header[156] = flag;
            header[124..136].copy_from_slice(b"00000001000\0");
            header[257..265].copy_from_slice(if gnu { GNU } else { USTAR });
            seal(header);
        }
        let _ = read_all(&parts.concat());
    }

    #[test]
    fn random_extended_headers_never_panic(text in "([0-9]{1,3} [a-zA-Z.]{0,12}=[ -~]{0,12}\n?){0,5}") {
        let _ = read_all(&end(&[member("x", b'x', text.as_bytes()), member("f", b'0', b"abc")]));
    }
}
