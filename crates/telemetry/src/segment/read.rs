//! Row groups of Parquet files back to rows, with two reads of the object at most.

use std::ops::Range;
use std::sync::Arc;

use bytes::{Buf, Bytes};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use parquet::column::reader::{ColumnReaderImpl, get_column_reader, get_typed_column_reader};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::properties::ReaderProperties;
use parquet::file::reader::{ChunkReader, Length, RowGroupReader};
use parquet::file::serialized_reader::SerializedRowGroupReader;
use parquet::file::statistics::Statistics;

use super::pages::Checked;
use super::{Block, Segment, Sketch, Sketches, row_group_range};
use crate::event::EventId;

/// Why a segment can't be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SegmentError {
    #[error("reading the segment {path}")]
    Object {
        path: String,
        #[source]
        source: object_store::Error,
    },
    #[error("the segment {path} is no Parquet file that can be read")]
    Parquet {
        path: String,
        #[source]
        source: ParquetError,
    },
    #[error("the segment {path} is damaged: {what}")]
    Damaged { path: String, what: &'static str },
}

/// A row group as its file's description tells of it.
#[derive(Debug)]
pub(crate) struct RowGroup {
    pub(crate) index: usize,
    pub(crate) first_ts_ms: u64,
    pub(crate) last_ts_ms: u64,
    pub(crate) first_stream: String,
    pub(crate) last_stream: String,
}

/// The row groups of a segment; its description is read once and kept.
///
/// # Errors
/// When the object can't be read or is damaged.
pub(crate) async fn row_groups(
    objects: &dyn ObjectStore,
    segment: &Segment,
) -> Result<Vec<RowGroup>, SegmentError> {
    let footer = footer(objects, segment).await?;
    let described = footer.row_groups().iter().enumerate().map(|(i, group)| describe(i, group));
    let all: Option<Vec<_>> = described.collect();
    all.ok_or_else(|| damaged(segment, "a row group lacks its statistics"))
}

/// The sketches of a segment's row groups, one for each; none where an older engine wrote none.
///
/// # Errors
/// When the object can't be read or is damaged.
pub(crate) async fn sketches(
    objects: &dyn ObjectStore,
    segment: &Segment,
) -> Result<Vec<Sketch>, SegmentError> {
    let Some(Sketches { start, end, crc }) = segment.meta.sketches else { return Ok(Vec::new()) };
    if start > end || end > segment.meta.bytes {
        return Err(damaged(segment, "its sketches lie outside of it"));
    }
    let bytes = fetch(objects, segment, start..end).await?;
    let all = Sketch::read(&bytes, segment.meta.row_group_crcs.len());
    let all = all.filter(|_| crc32fast::hash(&bytes) == crc);
    all.ok_or_else(|| damaged(segment, "its sketches are not what was written"))
}

/// The rows of a segment's row group.
///
/// # Errors
/// When the object can't be read or is damaged.
pub(crate) async fn load(
    objects: &dyn ObjectStore,
    segment: &Segment,
    index: usize,
) -> Result<Block, SegmentError> {
    let footer = footer(objects, segment).await?;
    let group = footer.row_group(index);
    let range = row_group_range(group);
    let start = range.start;
    let bytes = fetch(objects, segment, range).await?;
    if segment.meta.row_group_crcs.get(index) != Some(&crc32fast::hash(&bytes)) {
        return Err(damaged(segment, "a row group is not what was written"));
    }
    let chunk = Arc::new(Chunk { start, bytes });
    match decode(&footer, index, chunk) {
        Ok(Some(block)) => Ok(block),
        Ok(None) => Err(damaged(segment, "its columns disagree or a text is not UTF-8")),
        Err(source) => Err(SegmentError::Parquet { path: segment.meta.path.clone(), source }),
    }
}

async fn footer(
    objects: &dyn ObjectStore,
    segment: &Segment,
) -> Result<Arc<ParquetMetaData>, SegmentError> {
    if let Some(footer) = segment.footer.get() {
        return Ok(footer.clone());
    }
    let (bytes, footer_bytes) = (segment.meta.bytes, segment.meta.footer_bytes);
    let start = bytes.checked_sub(footer_bytes);
    let start = start.ok_or_else(|| damaged(segment, "its description is longer than it"))?;
    let tail = fetch(objects, segment, start..bytes).await?;
    if footer_bytes < 8 || crc32fast::hash(&tail) != segment.meta.footer_crc {
        return Err(damaged(segment, "its description is not what was written"));
    }
    let described = ParquetMetaDataReader::decode_metadata(&tail[..tail.len() - 8])
        .map_err(|source| SegmentError::Parquet { path: segment.meta.path.clone(), source })?;
    if !described.row_groups().iter().all(|group| lies_inside(group, bytes)) {
        return Err(damaged(segment, "a row group lies outside of it"));
    }
    Ok(segment.footer.get_or_init(|| Arc::new(described)).clone())
}

/// Whether a row group's columns are in a file of so many bytes: the library takes it for
/// granted and panics.
fn lies_inside(group: &RowGroupMetaData, bytes: u64) -> bool {
    group.columns().iter().all(|column| {
        let start = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
        let ends = [start, column.compressed_size()].map(u64::try_from);
        matches!(ends, [Ok(start), Ok(len)] if start.checked_add(len).is_some_and(|end| end <= bytes))
    })
}

async fn fetch(
    objects: &dyn ObjectStore,
    segment: &Segment,
    range: Range<u64>,
) -> Result<Bytes, SegmentError> {
    let path = &segment.meta.path;
    let wanted = range.end - range.start;
    let bytes = objects
        .get_range(&Path::from(path.as_str()), range)
        .await
        .map_err(|source| SegmentError::Object { path: path.clone(), source })?;
    if bytes.len() as u64 == wanted {
        Ok(bytes)
    } else {
        Err(damaged(segment, "it is shorter than it was"))
    }
}

fn damaged(segment: &Segment, what: &'static str) -> SegmentError {
    SegmentError::Damaged { path: segment.meta.path.clone(), what }
}

fn describe(index: usize, group: &RowGroupMetaData) -> Option<RowGroup> {
    let Statistics::Int64(times) = group.column(0).statistics()? else { return None };
    let Statistics::ByteArray(streams) = group.column(2).statistics()? else { return None };
    Some(RowGroup {
        index,
        first_ts_ms: times.min_opt()?.cast_unsigned(),
        last_ts_ms: times.max_opt()?.cast_unsigned(),
        first_stream: streams.min_opt()?.as_utf8().ok()?.into(),
        last_stream: streams.max_opt()?.as_utf8().ok()?.into(),
    })
}

/// The rows, or nothing when the columns disagree or a text is not UTF-8.
fn decode(
    footer: &ParquetMetaData,
    index: usize,
    chunk: Arc<Chunk>,
) -> Result<Option<Block>, ParquetError> {
    let group = footer.row_group(index);
    let rows = usize::try_from(group.num_rows())?;
    let properties = Arc::new(ReaderProperties::builder().build());
    let page_index = footer.page_index_for_row_group(index);
    let reader = SerializedRowGroupReader::new(chunk, group, page_index, properties)?;
    let times = column::<Int64Type>(&reader, 0, rows)?;
    let ingested = column::<Int64Type>(&reader, 1, rows)?;
    let streams = column::<ByteArrayType>(&reader, 2, rows)?;
    let seqs = column::<Int64Type>(&reader, 3, rows)?;
    let messages = column::<ByteArrayType>(&reader, 4, rows)?;
    let lengths = [times.len(), ingested.len(), streams.len(), seqs.len(), messages.len()];
    let texts_good = messages.iter().all(|m| m.as_utf8().is_ok());
    if lengths.iter().any(|len| *len != rows) || !texts_good {
        return Ok(None);
    }
    let id =
        |(ts, seq): (&i64, &i64)| EventId { ts_ms: ts.cast_unsigned(), seq: seq.cast_unsigned() };
    Ok(runs(&streams).map(|runs| Block {
        runs,
        ids: times.iter().zip(&seqs).map(id).collect(),
        ingest_ms: ingested.iter().map(|ms| ms.cast_unsigned()).collect(),
        bytes: messages.iter().map(|m| m.len() + 72).sum(),
        messages,
    }))
}

fn column<T: DataType>(
    reader: &dyn RowGroupReader,
    index: usize,
    rows: usize,
) -> Result<Vec<T::T>, ParquetError> {
    let mut values = Vec::with_capacity(rows);
    let of = reader.metadata().column(index).column_descr_ptr();
    if of.max_def_level() != 0 || of.max_rep_level() != 0 {
        return Err(ParquetError::General("a column's values may be missing".into()));
    }
    let pages = Checked::new(reader.get_column_page_reader(index)?, of.physical_type());
    let mut column: ColumnReaderImpl<T> =
        get_typed_column_reader(get_column_reader(of, Box::new(pages)));
    while values.len() < rows {
        let (records, ..) = column.read_records(rows - values.len(), None, None, &mut values)?;
        if records == 0 {
            break;
        }
    }
    Ok(values)
}

fn runs(streams: &[ByteArray]) -> Option<Vec<(Arc<str>, Range<usize>)>> {
    let mut at = 0;
    let run = |same: &[ByteArray]| {
        let rows = at..at + same.len();
        at = rows.end;
        Some((Arc::from(same[0].as_utf8().ok()?), rows))
    };
    streams.chunk_by(|a, b| a == b).map(run).collect()
}

/// A part of a file that the Parquet reader takes for the whole.
struct Chunk {
    start: u64,
    bytes: Bytes,
}

impl Chunk {
    fn slice(&self, start: u64, len: Option<usize>) -> Result<Bytes, ParquetError> {
        let outside = || ParquetError::EOF("outside the row group".into());
        let from = start.checked_sub(self.start).and_then(|n| usize::try_from(n).ok());
        let from = from.filter(|n| *n <= self.bytes.len()).ok_or_else(outside)?;
        let to = len.map_or(Some(self.bytes.len()), |len| from.checked_add(len));
        let to = to.filter(|n| *n <= self.bytes.len()).ok_or_else(outside)?;
        Ok(self.bytes.slice(from..to))
    }
}

impl Length for Chunk {
    fn len(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }
}

impl ChunkReader for Chunk {
    type T = bytes::buf::Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        Ok(self.slice(start, None)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        self.slice(start, Some(length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::StoredEvent;
    use crate::key::test_group;
    use crate::segment::encode;
    use object_store::memory::InMemory;

    fn events(streams: &[&str], each: u64, text: &str) -> Vec<StoredEvent> {
        let mut all: Vec<StoredEvent> = Vec::new();
        for (s, stream) in streams.iter().enumerate() {
            all.extend((0..each).map(|n| StoredEvent {
                id: EventId { ts_ms: 1000 + n, seq: 1 + n * streams.len() as u64 + s as u64 },
                stream: (*stream).into(),
                ingest_ms: 5000,
                message: format!("{stream} {n} {text}").into(),
            }));
        }
        all
    }

    async fn stored(events: &[StoredEvent]) -> (InMemory, Segment) {
        let (meta, bytes) = encode(1, 0, &test_group("/ecs/web"), events).unwrap();
        let objects = InMemory::new();
        objects.put(&Path::from(meta.path.as_str()), bytes.into()).await.unwrap();
        (objects, Segment::new(meta))
    }

    #[tokio::test]
    async fn columns_before_the_start_or_behind_the_end_are_outside() {
        let (objects, segment) = stored(&events(&["a"], 3, "x")).await;
        let footer = footer(&objects, &segment).await.unwrap();
        let (group, bytes) = (footer.row_group(0), segment.meta.bytes);
        assert!(lies_inside(group, bytes));
        assert!(!lies_inside(group, 5));
        for (start, len) in [(-1, 4), (4, -1), (i64::MAX, i64::MAX)] {
            let mut columns = group.columns().to_vec();
            let odd = columns[0].clone().into_builder().set_dictionary_page_offset(Some(start));
            columns[0] = odd.set_total_compressed_size(len).build().unwrap();
            let odd = group.clone().into_builder().set_column_metadata(columns).build().unwrap();
            assert!(!lies_inside(&odd, bytes), "{start} {len}");
        }
    }

    #[tokio::test]
    async fn a_segment_gives_back_what_was_sealed_in_several_row_groups() {
        let all = events(&["a", "b", "c"], 500, &"x".repeat(3000));
        let (objects, segment) = stored(&all).await;
        let groups = row_groups(&objects, &segment).await.unwrap();
        assert!(groups.len() > 3, "{}", groups.len());
        assert_eq!(sketches(&objects, &segment).await.unwrap().len(), groups.len());
        let mut read = Vec::new();
        for group in &groups {
            let block = load(&objects, &segment, group.index).await.unwrap();
            for (stream, rows) in block.runs() {
                assert!((group.first_stream.as_str()..=&group.last_stream).contains(&&**stream));
                read.extend(rows.map(|row| block.event(stream, row)));
            }
        }
        assert_eq!(read, all);
    }

    #[tokio::test]
    async fn the_description_tells_streams_times_and_sizes() {
        let (_, segment) = stored(&events(&["a", "b"], 10, "")).await;
        let meta = &segment.meta;
        assert_eq!((meta.rows, meta.first_seq, meta.last_seq), (20, 1, 20));
        assert_eq!(meta.last_ts_ms(), 1009);
        assert_eq!(meta.streams[1].first_ts_ms, 1000);
        assert_eq!(meta.raw_bytes(), 20 * (4 + 26));
    }

    #[tokio::test]
    async fn the_widest_numbers_survive() {
        let mut all = events(&["a"], 1, "");
        let id = EventId { ts_ms: i64::MAX.cast_unsigned(), seq: u64::MAX };
        all[0].id = id;
        let (objects, segment) = stored(&all).await;
        assert_eq!(load(&objects, &segment, 0).await.unwrap().id(0), id);
    }

    #[tokio::test]
    async fn no_flipped_bit_goes_unnoticed() {
        let (objects, segment) = stored(&events(&["a", "b"], 200, "text")).await;
        let meta = segment.meta;
        let path = Path::from(meta.path.as_str());
        let good = objects.get(&path).await.unwrap().bytes().await.unwrap();
        // All but the magic that the file starts with, which nobody reads.
        for at in (4..good.len()).step_by(23) {
            let mut bad = good.to_vec();
            bad[at] ^= 4;
            objects.put(&path, bad.into()).await.unwrap();
            let segment = Segment::new(meta.clone());
            let read = load(&objects, &segment, 0).await.map(drop);
            let read = match read {
                Ok(()) => sketches(&objects, &segment).await.map(drop),
                damaged => damaged,
            };
            assert!(matches!(read, Err(SegmentError::Damaged { .. })), "byte {at}");
        }
    }

    #[tokio::test]
    async fn a_changed_or_missing_object_is_an_error() {
        let (objects, segment) = stored(&events(&["a"], 100, "")).await;
        let path = Path::from(segment.meta.path.as_str());
        let bytes = objects.get(&path).await.unwrap().bytes().await.unwrap();
        let half = bytes.slice(..bytes.len() / 2);
        objects.put(&path, half.into()).await.unwrap();
        assert!(row_groups(&objects, &segment).await.is_err());
        objects.delete(&path).await.unwrap();
        let error = row_groups(&objects, &segment).await.unwrap_err();
        assert!(matches!(error, SegmentError::Object { .. }), "{error}");
    }
}
