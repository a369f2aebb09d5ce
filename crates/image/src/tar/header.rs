//! The 512-byte header block. Offsets: tar(5), and GNU tar's manual for its extensions.

use super::sparse::Segment;
use super::{Kind, TarError};

/// Size of a block in bytes.
pub(super) const BLOCK: usize = 512;

/// One block, read as a header.
pub(super) struct Block(pub(super) [u8; BLOCK]);

/// What a header announces.
pub(super) enum Flag {
    Pax,
    Global,
    LongName,
    LongLink,
    Entry { kind: Kind, sparse: bool },
}

#[derive(PartialEq, Eq)]
enum Format {
    V7,
    Ustar,
    Gnu,
}

/// The bytes before the first NUL.
pub(super) fn c_string(bytes: &[u8]) -> &[u8] {
    bytes.split(|b| *b == 0).next().unwrap_or(bytes)
}

/// Octal digits between blanks, or GNU's base 256 when the first bit is set.
fn number(field: &[u8]) -> Result<i64, TarError> {
    const BAD: TarError = TarError::Malformed("a number in a header is not one");
    if field[0] & 0x80 != 0 {
        let negative = field[0] & 0x40 != 0;
        let mut value: i128 = if negative { -1 } else { 0 };
        let first = if negative { field[0] } else { field[0] & 0x7f };
        for byte in std::iter::once(first).chain(field[1..].iter().copied()) {
            // At most 12 bytes are read, so 128 bits hold every step.
            value = (value << 8) | i128::from(byte);
        }
        return i64::try_from(value).map_err(|_| BAD);
    }
    let blank = |b: &u8| *b == b' ' || *b == 0;
    let start = field.iter().position(|b| !blank(b)).unwrap_or(field.len());
    let digits = &field[start..];
    let len = digits.iter().position(blank).unwrap_or(digits.len());
    let (digits, rest) = digits.split_at(len);
    if !rest.iter().all(blank) {
        return Err(BAD);
    }
    digits.iter().try_fold(0i64, |value, digit| match digit {
        b'0'..=b'7' => {
            value.checked_mul(8).and_then(|v| v.checked_add(i64::from(digit - b'0'))).ok_or(BAD)
        }
        _ => Err(BAD),
    })
}

fn unsigned(field: &[u8]) -> Result<u64, TarError> {
    u64::try_from(number(field)?).map_err(|_| TarError::Malformed("a negative number in a header"))
}

impl Block {
    pub(super) fn is_zero(&self) -> bool {
        self.0.iter().all(|b| *b == 0)
    }

    /// Verifies the checksum, counted with the field itself as blanks; old writers summed
    /// signed bytes.
    pub(super) fn check(&self) -> Result<(), TarError> {
        let said = number(&self.0[148..156]).map_err(|_| TarError::Checksum)?;
        let outside = |(at, _): &(usize, &u8)| !(148..156).contains(at);
        let bytes = || self.0.iter().enumerate().filter(outside).map(|(_, b)| *b);
        let blanks = 8 * i64::from(b' ');
        let plain: i64 = blanks + bytes().map(i64::from).sum::<i64>();
        let signed: i64 = blanks + bytes().map(|b| i64::from(b.cast_signed())).sum::<i64>();
        if said == plain || said == signed { Ok(()) } else { Err(TarError::Checksum) }
    }

    pub(super) fn flag(&self) -> Result<Flag, TarError> {
        let plain = |kind| Ok(Flag::Entry { kind, sparse: false });
        match self.0[156] {
            // Before ustar a directory was a file whose name ends in a slash.
            0 | b'0' if self.0[156] == 0 && c_string(&self.0[..100]).ends_with(b"/") => {
                plain(Kind::Dir)
            }
            0 | b'0' | b'7' => plain(Kind::File),
            b'1' => plain(Kind::HardLink),
            b'2' => plain(Kind::Symlink),
            b'3' => plain(Kind::Char),
            b'4' => plain(Kind::Block),
            b'5' => plain(Kind::Dir),
            b'6' => plain(Kind::Fifo),
            b'S' => Ok(Flag::Entry { kind: Kind::File, sparse: true }),
            b'x' => Ok(Flag::Pax),
            b'g' => Ok(Flag::Global),
            b'L' => Ok(Flag::LongName),
            b'K' => Ok(Flag::LongLink),
            _ => Err(TarError::Malformed("an entry of a kind nobody knows")),
        }
    }

    fn format(&self) -> Format {
        match &self.0[257..265] {
            b"ustar\x0000" => Format::Ustar,
            b"ustar  \0" => Format::Gnu,
            _ => Format::V7,
        }
    }

    pub(super) fn path(&self) -> Result<Vec<u8>, TarError> {
        let name = c_string(&self.0[..100]);
        // Of these formats only ustar keeps the front of long paths here.
        let prefix = match self.format() {
            Format::Ustar => c_string(&self.0[345..500]),
            Format::Gnu | Format::V7 => &[],
        };
        let path = if prefix.is_empty() { name.to_vec() } else { [prefix, b"/", name].concat() };
        if path.is_empty() { Err(TarError::Malformed("an entry without name")) } else { Ok(path) }
    }

    pub(super) fn link(&self) -> Vec<u8> {
        c_string(&self.0[157..257]).to_vec()
    }

    pub(super) fn mode(&self) -> Result<u32, TarError> {
        Ok(u32::try_from(unsigned(&self.0[100..108])? & 0o7777).expect("masked to 12 bits"))
    }

    pub(super) fn uid(&self) -> Result<u64, TarError> {
        unsigned(&self.0[108..116])
    }

    pub(super) fn gid(&self) -> Result<u64, TarError> {
        unsigned(&self.0[116..124])
    }

    pub(super) fn size(&self) -> Result<u64, TarError> {
        unsigned(&self.0[124..136])
    }

    pub(super) fn mtime(&self) -> Result<(i64, u32), TarError> {
        Ok((number(&self.0[136..148])?, 0))
    }

    /// The real size, the first four segments, and whether further blocks follow.
    pub(super) fn old_sparse(&self) -> Result<(u64, Vec<Segment>, bool), TarError> {
        if self.format() != Format::Gnu {
            return Err(TarError::Malformed("a GNU sparse entry in another format"));
        }
        let mut segments = Vec::new();
        segments_into(&self.0[386..482], &mut segments)?;
        Ok((unsigned(&self.0[483..495])?, segments, self.0[482] != 0))
    }

    /// The segments of a block that continues the map; whether yet another follows.
    pub(super) fn old_sparse_more(&self, segments: &mut Vec<Segment>) -> Result<bool, TarError> {
        segments_into(&self.0[..504], segments)?;
        Ok(self.0[504] != 0)
    }
}

fn segments_into(table: &[u8], segments: &mut Vec<Segment>) -> Result<(), TarError> {
    for pair in table.chunks_exact(24) {
        if pair[0] == 0 {
            break;
        }
        segments.push(Segment { offset: unsigned(&pair[..12])?, len: unsigned(&pair[12..])? });
    }
    Ok(())
}
