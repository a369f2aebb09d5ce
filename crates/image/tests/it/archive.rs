//! Builds tar archives, also ones that no honest program writes.

/// An archive under construction.
#[derive(Clone, Default)]
pub(crate) struct Archive(Vec<u8>);

/// One entry; the defaults are a file of root with mode 0644.
#[derive(Clone)]
pub(crate) struct Item<'a> {
    pub(crate) name: &'a str,
    pub(crate) flag: u8,
    pub(crate) mode: u32,
    pub(crate) uid: u64,
    pub(crate) gid: u64,
    pub(crate) mtime: u64,
    pub(crate) link: &'a str,
    pub(crate) content: &'a [u8],
    pub(crate) size: Option<u64>,
    pub(crate) pax: Vec<(&'a str, &'a [u8])>,
}

impl Default for Item<'_> {
    fn default() -> Self {
        Self {
            name: "file",
            flag: b'0',
            mode: 0o644,
            uid: 0,
            gid: 0,
            mtime: 1_000_000_000,
            link: "",
            content: b"",
            size: None,
            pax: Vec::new(),
        }
    }
}

fn octal(field: &mut [u8], value: u64) {
    let digits = field.len() - 1;
    let text = format!("{value:0digits$o}");
    assert!(text.len() <= digits, "{value} does not fit");
    field[..digits].copy_from_slice(text.as_bytes());
}

fn base256(field: &mut [u8], value: u64) {
    let start = field.len() - 8;
    field[start..].copy_from_slice(&value.to_be_bytes());
    field[0] = 0x80;
}

impl Archive {
    pub(crate) fn item(mut self, item: &Item<'_>) -> Self {
        if !item.pax.is_empty() || item.name.len() > 99 || item.link.len() > 99 {
            let mut records = item.pax.clone();
            if item.name.len() > 99 {
                records.push(("path", item.name.as_bytes()));
            }
            if item.link.len() > 99 {
                records.push(("linkpath", item.link.as_bytes()));
            }
            let body: Vec<u8> = records.iter().flat_map(|(k, v)| record(k, v)).collect();
            let header = Item { name: "pax", flag: b'x', content: &body, ..Item::default() };
            self.raw(&header);
        }
        self.raw(item);
        self
    }

    fn raw(&mut self, item: &Item<'_>) {
        let mut block = [0u8; 512];
        let short = |text: &str| text.as_bytes()[..text.len().min(99)].to_vec();
        block[..short(item.name).len()].copy_from_slice(&short(item.name));
        octal(&mut block[100..108], item.mode.into());
        if item.uid < 1 << 21 {
            octal(&mut block[108..116], item.uid)
        } else {
            base256(&mut block[108..116], item.uid)
        }
        if item.gid < 1 << 21 {
            octal(&mut block[116..124], item.gid)
        } else {
            base256(&mut block[116..124], item.gid)
        }
        octal(&mut block[124..136], item.size.unwrap_or(item.content.len() as u64));
        octal(&mut block[136..148], item.mtime);
        block[156] = item.flag;
        block[157..157 + short(item.link).len()].copy_from_slice(&short(item.link));
        block[257..265].copy_from_slice(b"ustar\x0000");
        block[148..156].fill(b' ');
        let sum: u64 = block.iter().map(|b| u64::from(*b)).sum();
        octal(&mut block[148..155], sum);
        block[155] = b' ';
        self.0.extend_from_slice(&block);
        self.0.extend_from_slice(item.content);
        let padded = self.0.len().next_multiple_of(512);
        self.0.resize(padded, 0);
    }

    pub(crate) fn dir(self, name: &str) -> Self {
        self.item(&Item { name, flag: b'5', mode: 0o755, ..Item::default() })
    }

    pub(crate) fn file(self, name: &str, content: &[u8]) -> Self {
        self.item(&Item { name, content, ..Item::default() })
    }

    pub(crate) fn symlink(self, name: &str, link: &str) -> Self {
        self.item(&Item { name, link, flag: b'2', mode: 0o777, ..Item::default() })
    }

    pub(crate) fn hard_link(self, name: &str, link: &str) -> Self {
        self.item(&Item { name, link, flag: b'1', ..Item::default() })
    }

    /// The archive without its end mark.
    pub(crate) fn open_end(self) -> Vec<u8> {
        self.0
    }

    pub(crate) fn done(mut self) -> Vec<u8> {
        self.0.extend_from_slice(&[0; 1024]);
        self.0
    }
}

fn record(key: &str, value: &[u8]) -> Vec<u8> {
    let body = key.len() + value.len() + 3;
    let mut len = body + body.to_string().len();
    if body + len.to_string().len() > len {
        len += 1;
    }
    [format!("{len} {key}=").as_bytes(), value, b"\n"].concat()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
