/// Takes a form apart as it comes (`multipart/form-data`, RFC 7578), however it is cut into pieces.
///
/// A pure state machine. Of what has come it keeps no more than the head of a part, or what may be the beginning of a delimiter.
///
/// ```
///            delimiter              line's end        empty line              delimiter
///   preamble ─────────► after one ──────────────► head ──────────► content ─────────────► after one
///                           │ "--"
///                           └──────► epilogue
/// ```
struct MultipartParser {
    /// What a piece holds.
    enum Event: Equatable {
        /// A field begins.
        case begin(FormPart)
        /// Some of its content.
        case content([UInt8])
        /// It is over.
        case end
    }

    private enum State {
        case preamble, delimiter, head, content, epilogue
    }

    /// The longest head of a part.
    static let longestHead = 8 * 1_024
    /// The most that may come before the first part.
    static let longestPreamble = 1_024
    /// The longest boundary, by RFC 2046.
    static let longestBoundary = 70

    private let delimiter: [UInt8]
    private var state = State.preamble
    /// What has come and is not told yet.
    ///
    /// The first delimiter may lack the line's end before it, which is put there.
    private var pending: [UInt8] = MultipartParser.lineEnd
    private var preambleLength = 0

    private static let lineEnd = Array("\r\n".utf8)
    private static let headEnd = Array("\r\n\r\n".utf8)

    /// Begins a form.
    ///
    /// - Parameter boundary: what its parts are kept apart by, without the hyphens.
    init(boundary: String) {
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// Takes the next piece.
    ///
    /// - Throws: when it cannot be a form.
    mutating func take(_ bytes: some Collection<UInt8>) throws(MultipartError) -> [Event] {
        pending += bytes
        var events: [Event] = []
        var place = 0
        while try advance(&place, &events) {}
        pending.removeFirst(place)
        return events
    }

    /// Takes the end of the body.
    ///
    /// - Throws: when the form is not at its end.
    func finish() throws(MultipartError) {
        guard case .epilogue = state else {
            throw MultipartError(.cutShort, "The form breaks off before its last boundary.")
        }
    }

    /// Goes on by one step from a place of what is pending; `false` when that takes more than has come.
    private mutating func advance(_ place: inout Int, _ events: inout [Event]) throws(MultipartError) -> Bool {
        switch state {
        case .preamble: return try skipPreamble(&place)
        case .delimiter: return try passDelimiter(&place)
        case .head: return try readHead(&place, &events)
        case .content: return readContent(&place, &events)
        case .epilogue:
            place = pending.count
            return false
        }
    }

    private mutating func skipPreamble(_ place: inout Int) throws(MultipartError) -> Bool {
        let found = pending.place(of: delimiter, from: place)
        let end = found ?? max(place, pending.count - delimiter.count + 1)
        preambleLength += end - place
        guard preambleLength <= Self.longestPreamble else {
            throw MultipartError(.malformed, "The body does not begin with the boundary that 'Content-Type' names.")
        }
        place = end
        guard found != nil else { return false }
        place += delimiter.count
        state = .delimiter
        return true
    }

    private mutating func passDelimiter(_ place: inout Int) throws(MultipartError) -> Bool {
        let rest = pending[place...]
        if rest.starts(with: "--".utf8) {
            state = .epilogue
            return true
        }
        let padding = rest.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let line = rest[padding.endIndex...]
        guard padding.count <= Self.longestBoundary, line.count < 2 || line.starts(with: Self.lineEnd) else {
            throw MultipartError(.malformed, "A boundary is followed by something else than the end of the line.")
        }
        guard line.count >= 2 else { return false }
        place = padding.endIndex + 2
        state = .head
        return true
    }

    private mutating func readHead(_ place: inout Int, _ events: inout [Event]) throws(MultipartError) -> Bool {
        guard let end = pending.place(of: Self.headEnd, from: place) else {
            guard pending.count - place <= Self.longestHead else {
                throw MultipartError(.tooLong, "The head of a part is longer than \(Self.longestHead) bytes.")
            }
            return false
        }
        events.append(.begin(try FormPart(head: pending[place..<end])))
        place = end + Self.headEnd.count
        state = .content
        return true
    }

    private mutating func readContent(_ place: inout Int, _ events: inout [Event]) -> Bool {
        let found = pending.place(of: delimiter, from: place)
        let end = found ?? max(place, pending.count - delimiter.count + 1)
        if end > place { events.append(.content(Array(pending[place..<end]))) }
        place = end
        guard found != nil else { return false }
        events.append(.end)
        place += delimiter.count
        state = .delimiter
        return true
    }
}
