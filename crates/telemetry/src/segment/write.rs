//! Sorted events to the bytes of a Parquet file.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::writer::ColumnWriterImpl;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::errors::Result;
use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnPath, TypePtr};

use super::{Meta, Sketch, Sketches, StreamMeta, row_group_range};
use crate::event::StoredEvent;
use crate::key::GroupKey;
use crate::limits::EVENT_OVERHEAD_BYTES;

/// A row group ends at this many bytes of text: what a reader decodes at least.
const ROW_GROUP_BYTES: usize = 1 << 20;
/// A row group ends at this many rows.
const ROW_GROUP_ROWS: usize = 1 << 16;
/// The file's last bytes: length of the description and magic. parquet-format, "File format".
const TAIL_BYTES: usize = 8;

static SCHEMA: LazyLock<TypePtr> = LazyLock::new(|| {
    let message = "message log_events {
        REQUIRED INT64 ts_ms (TIMESTAMP(MILLIS,true));
        REQUIRED INT64 ingest_ms (TIMESTAMP(MILLIS,true));
        REQUIRED BYTE_ARRAY stream (STRING);
        REQUIRED INT64 seq (INTEGER(64,false));
        REQUIRED BYTE_ARRAY message (STRING);
    }";
    Arc::new(parse_message_type(message).expect("the schema above is well formed"))
});

/// The segment of `events`, which are sorted by stream and id, and its bytes.
///
/// # Errors
/// When the Parquet writer fails, which with memory as its sink it should not.
///
/// # Panics
/// When `events` is empty: there is no such segment.
pub(crate) fn encode(
    id: u64,
    level: u32,
    group: &GroupKey,
    events: &[StoredEvent],
) -> Result<(Meta, Vec<u8>)> {
    assert!(!events.is_empty(), "a segment has events");
    debug_assert!(events.is_sorted_by_key(|e| (e.stream.clone(), e.id)));
    let mut file = SerializedFileWriter::new(Vec::new(), SCHEMA.clone(), properties(group))?;
    let (mut rest, mut sketches) = (events, Vec::new());
    while !rest.is_empty() {
        let (rows, after) = rest.split_at(row_group_len(rest));
        rest = after;
        write_rows(file.next_row_group()?, rows)?;
        Sketch::of(rows.iter().map(|row| &*row.message)).write(&mut sketches);
    }
    let start = file.bytes_written() as u64;
    file.write_all(&sketches)?;
    let end = start + sketches.len() as u64;
    let sketches = Sketches { start, end, crc: crc32fast::hash(&sketches) };
    let described = file.finish()?;
    let bytes = std::mem::take(file.inner_mut());
    let row_group_crcs = described.row_groups().iter().map(|g| crc(&bytes, row_group_range(g)));
    let (len, footer_bytes) = (bytes.len() as u64, footer_bytes(&bytes));
    let seqs = || events.iter().map(|e| e.id.seq);
    let meta = Meta {
        id,
        path: object_path(id, group),
        group: group.clone(),
        level,
        first_seq: seqs().min().unwrap_or(0),
        last_seq: seqs().max().unwrap_or(0),
        rows: events.len() as u64,
        bytes: len,
        footer_bytes,
        footer_crc: crc(&bytes, len - footer_bytes..len),
        row_group_crcs: row_group_crcs.collect(),
        streams: events.chunk_by(|a, b| a.stream == b.stream).map(stream_meta).collect(),
        sketches: Some(sketches),
    };
    Ok((meta, bytes))
}

fn properties(group: &GroupKey) -> WriterPropertiesPtr {
    let column = |name: &str| ColumnPath::from(name);
    let pair = |key: &str, value: &str| KeyValue::new(format!("ferrogate.{key}"), value.to_owned());
    let zstd = ZstdLevel::try_new(3).expect("3 is a level of zstd");
    let sorted_by =
        |column_idx| SortingColumn { column_idx, descending: false, nulls_first: false };
    let mut properties = WriterProperties::builder()
        .set_created_by("ferrogate".into())
        .set_compression(Compression::ZSTD(zstd))
        .set_dictionary_enabled(false)
        .set_column_dictionary_enabled(column("stream"), true)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_column_statistics_enabled(column("message"), EnabledStatistics::None)
        .set_statistics_truncate_length(None)
        .set_offset_index_disabled(true)
        .set_sorting_columns(Some(vec![sorted_by(2), sorted_by(0)]))
        .set_key_value_metadata(Some(vec![
            pair("kind", "logs"),
            pair("account", group.account.as_str()),
            pair("region", &group.region),
            pair("group", &group.group),
        ]));
    for name in ["ts_ms", "ingest_ms", "seq"] {
        properties = properties.set_column_encoding(column(name), Encoding::DELTA_BINARY_PACKED);
    }
    Arc::new(properties.build())
}

fn row_group_len(events: &[StoredEvent]) -> usize {
    let mut bytes = 0;
    let fits = events.iter().take(ROW_GROUP_ROWS).take_while(|e| {
        let before = bytes;
        bytes += e.message.len();
        before < ROW_GROUP_BYTES
    });
    fits.count()
}

fn write_rows(
    mut group: SerializedRowGroupWriter<'_, Vec<u8>>,
    rows: &[StoredEvent],
) -> Result<()> {
    // Parquet has no unsigned physical type: the same 64 bits, told apart by the schema.
    number(&mut group, rows, |e| e.id.ts_ms.cast_signed())?;
    number(&mut group, rows, |e| e.ingest_ms.cast_signed())?;
    text(&mut group, rows, |e| &e.stream)?;
    number(&mut group, rows, |e| e.id.seq.cast_signed())?;
    text(&mut group, rows, |e| &e.message)?;
    group.close()?;
    Ok(())
}

fn number(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    rows: &[StoredEvent],
    value: impl Fn(&StoredEvent) -> i64,
) -> Result<()> {
    let values: Vec<i64> = rows.iter().map(value).collect();
    column::<Int64Type>(group, |writer| writer.write_batch(&values, None, None))
}

fn text(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    rows: &[StoredEvent],
    value: impl Fn(&StoredEvent) -> &Arc<str>,
) -> Result<()> {
    let values: Vec<ByteArray> = rows.iter().map(|e| ByteArray::from(&**value(e))).collect();
    column::<ByteArrayType>(group, |writer| writer.write_batch(&values, None, None))
}

fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    write: impl FnOnce(&mut ColumnWriterImpl<'_, T>) -> Result<usize>,
) -> Result<()> {
    let mut column = group.next_column()?.expect("the schema has five columns");
    write(column.typed::<T>())?;
    column.close()
}

fn stream_meta(events: &[StoredEvent]) -> StreamMeta {
    let (first, last) = (&events[0], &events[events.len() - 1]);
    StreamMeta {
        name: first.stream.clone(),
        first_seq: events.iter().map(|e| e.id.seq).min().unwrap_or(0),
        last_seq: events.iter().map(|e| e.id.seq).max().unwrap_or(0),
        first_ts_ms: first.ts_ms(),
        last_ts_ms: last.ts_ms(),
        last_ingest_ms: events.iter().map(|e| e.ingest_ms).max().unwrap_or(0),
        bytes: events.iter().map(|e| (e.message.len() + EVENT_OVERHEAD_BYTES) as u64).sum(),
    }
}

fn crc(file: &[u8], range: Range<u64>) -> u32 {
    let index = |at| usize::try_from(at).expect("the file is in memory");
    crc32fast::hash(&file[index(range.start)..index(range.end)])
}

fn footer_bytes(file: &[u8]) -> u64 {
    let at = file.len() - TAIL_BYTES;
    let len = file[at..at + 4].try_into().expect("a slice of 4 bytes");
    u64::from(u32::from_le_bytes(len)) + TAIL_BYTES as u64
}

/// `segments/<account>/<region>/<group>-<checksum>/<id>.parquet`: a folder for each group,
/// for people and for other tools; the id alone makes it unique.
fn object_path(id: u64, group: &GroupKey) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '_' };
    let folder: String = group.group.trim_start_matches('/').chars().map(plain).take(80).collect();
    let region: String = group.region.chars().map(plain).take(80).collect();
    let crc = crc32fast::hash(group.group.as_bytes());
    format!("segments/{}/{region}/{folder}-{crc:08x}/{id:020}.parquet", group.account)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::test_group;

    #[test]
    fn a_path_holds_no_character_that_a_store_may_not_like() {
        let path = object_path(7, &test_group("/ecs/../we b#1"));
        let crc = crc32fast::hash(b"/ecs/../we b#1");
        let folder = format!("segments/111122223333/eu-central-1/ecs____we_b_1-{crc:08x}");
        assert_eq!(path, format!("{folder}/00000000000000000007.parquet"));
    }
}
