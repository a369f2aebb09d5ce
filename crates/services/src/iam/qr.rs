//! What a phone reads: a QR code as a PNG of black and white (PNG specification, third edition).

use qrcode::{Color, EcLevel, QrCode};

/// Pixels of a module's side.
const SCALE: usize = 4;
/// Modules of white around the code (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;
/// The longest block of what is not compressed (RFC 1951, 3.2.4).
const BLOCK_MAX: usize = 65_535;

/// The picture of a text; `None` if it is longer than a code can be.
pub(super) fn png(text: &str) -> Option<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (modules, colors) = (code.width(), code.to_colors());
    let side = (modules + 2 * QUIET) * SCALE;
    let is_dark = |x: usize, y: usize| {
        let at = |pixel: usize| (pixel / SCALE).checked_sub(QUIET).filter(|at| *at < modules);
        let (Some(x), Some(y)) = (at(x), at(y)) else { return false };
        colors[y * modules + x] == Color::Dark
    };
    let row_bytes = side.div_ceil(8);
    let mut rows = Vec::with_capacity(side * (row_bytes + 1));
    for y in 0..side {
        // No filter.
        rows.push(0);
        for byte in 0..row_bytes {
            let bits = (0..8).map(|bit| byte * 8 + bit);
            rows.push(bits.fold(0, |bits, x| bits << 1 | u8::from(!is_dark(x, y))));
        }
    }
    let side = u32::try_from(side).ok()?.to_be_bytes();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    // One bit of grey for a pixel, not interlaced.
    chunk(&mut out, b"IHDR", &[&side[..], &side, &[1, 0, 0, 0, 0]].concat());
    chunk(&mut out, b"IDAT", &stored(&rows));
    chunk(&mut out, b"IEND", &[]);
    Some(out)
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).expect("a picture of a QR code is small");
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(kind);
    out.extend_from_slice(data);
    let mut sum = crc32fast::Hasher::new();
    sum.update(kind);
    sum.update(data);
    out.extend_from_slice(&sum.finalize().to_be_bytes());
}

/// `data` in the form of zlib, not compressed: a few kilobytes are sent once.
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(BLOCK_MAX).peekable();
    while let Some(block) = blocks.next() {
        out.push(u8::from(blocks.peek().is_none()));
        let length = u16::try_from(block.len()).expect("a block is no longer");
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    // Adler-32 (RFC 1950, 9).
    let (a, b) = data.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend_from_slice(&(b << 16 | a).to_be_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_its_parts() {
        let text = format!("otpauth://totp/phone@111122223333?secret={}", "A".repeat(64));
        let png = png(&text).unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(&png[12..16], b"IHDR");
        let side = u32::from_be_bytes(png[16..20].try_into().unwrap());
        assert_eq!((side % 4, png[24]), (0, 1));
        // Corners are white, the finder pattern is dark.
        let rows = &png[8 + 25 + 8 + 7..];
        let row = 1 + (side as usize).div_ceil(8);
        let white = |x: usize, y: usize| rows[y * row + 1 + x / 8] >> (7 - x % 8) & 1 == 1;
        assert!(white(0, 0) && white(15, 15) && !white(16, 16) && !white(16 + 27, 16));
        assert!(white(16 + 4, 16 + 4) && !white(16 + 8, 16 + 8));
        assert!(super::png(&"a".repeat(5000)).is_none());
    }
}
