internal import FoundationEssentials

/// Tells whether a recording's file is shorter than its container says.
///
/// libsndfile reads a WAV or Ogg file that was cut off as if it had ended there, without a word. Half a command must
/// not be taken for a whole one, so the container is asked itself: RIFF and AIFF name their length in the header, Ogg
/// marks its last page. (FLAC's length is known to libsndfile.)
enum ContainerCheck {
    /// Whether the file has been cut off; `false` too where the container cannot tell.
    static func isCutShort(path: String) -> Bool {
        guard let file = FileHandleReader(path: path) else { return false }
        let header = file.read(at: 0, count: 12)
        guard header.count == 12 else { return false }
        switch String(decoding: header[..<4], as: UTF8.self) {
        case "RIFF": return isShorter(file, littleEndian(header[4..<8]))
        case "RIFX", "FORM": return isShorter(file, littleEndian(header[4..<8].reversed()))
        case "OggS": return !hasLastPage(file)
        default: return false
        }
    }

    /// Careless writers are off by some bytes in the length; so little sound is no command's end.
    private static let tolerance = 64

    /// A length of nothing or of all ones stands for "not known": the file was written as a stream.
    private static func isShorter(_ file: borrowing FileHandleReader, _ length: Int) -> Bool {
        length != 0 && length < 0xFFFF_FF00 && file.size + tolerance < length + 8
    }

    private static func littleEndian(_ bytes: some Collection<UInt8>) -> Int {
        bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// Whether the last Ogg page carries the end-of-stream flag.
    ///
    /// RFC 3533, section 6: a page has at most 65,307 bytes.
    private static func hasLastPage(_ file: borrowing FileHandleReader) -> Bool {
        let tail = file.read(at: max(0, file.size - 65_307), count: 65_307)
        let capture = Array("OggS".utf8)
        var index = tail.count - 27
        while index >= 0 {
            if tail[index..<index + 4].elementsEqual(capture), tail[index + 4] == 0 {
                return tail[index + 5] & 0x04 != 0
            }
            index -= 1
        }
        return false
    }
}
