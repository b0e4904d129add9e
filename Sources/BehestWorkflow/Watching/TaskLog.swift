import FoundationEssentials
import Glibc
internal import Synchronization

/// What an agent tells during one attempt, of which the beginning and the end are kept in a file.
///
/// The beginning is written as it comes, the end when the attempt ends. Without a disk that takes it, the work goes on.
final class TaskLog: AttemptObserver {
    /// How many bytes are kept of the beginning, and how many of the end.
    static let partSize = 32_768

    private struct State {
        var file: Int32?
        var head = 0
        var isAtLineStart = true
        var tail: [UInt8] = []
        var dropped = 0
    }

    private let path: String
    private let state = Mutex(State())

    init(path: String) { self.path = path }

    deinit { end() }

    func take(_ event: AgentEvent) {
        guard let text = event.logged, !text.isEmpty else { return }
        state.withLock { state in
            // What is told stands on lines of its own between what is written.
            let bytes = Array((event.isWritten || state.isAtLineStart ? text : "\n\(text)").utf8)
            state.isAtLineStart = bytes.last == UInt8(ascii: "\n")
            keep(bytes, &state)
        }
    }

    func end() {
        state.withLock { state in
            guard let file = state.file, file >= 0 else { return }
            trim(&state)
            if state.dropped > 0 {
                while let first = state.tail.first, first & 0xC0 == 0x80 { state.tail.removeFirst() }
                write(Array("\n[… \(state.dropped) bytes left out …]\n".utf8)[...], to: file)
            }
            write(state.tail[...], to: file)
            close(file)
            state.file = -1
        }
    }

    private func keep(_ bytes: [UInt8], _ state: inout State) {
        let file = state.file ?? open()
        state.file = file
        guard file >= 0 else { return }
        var count = state.tail.isEmpty && state.dropped == 0 ? min(bytes.count, Self.partSize - state.head) : 0
        // A character is kept whole.
        while count > 0, count < bytes.count, bytes[count] & 0xC0 == 0x80 { count -= 1 }
        write(bytes[..<count], to: file)
        state.head += count
        let rest = bytes[count...]
        let skipped = max(0, rest.count - Self.partSize)
        state.tail += rest.dropFirst(skipped)
        state.dropped += skipped
        if skipped > 0 || state.tail.count > 2 * Self.partSize { trim(&state) }
    }

    private func trim(_ state: inout State) {
        let excess = max(0, state.tail.count - Self.partSize)
        state.tail.removeFirst(excess)
        state.dropped += excess
    }

    private func open() -> Int32 {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        return unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }

    private func write(_ bytes: ArraySlice<UInt8>, to file: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(0, count))
        }
    }
}

extension AgentEvent {
    /// Whether it is what a program has written, in pieces as they came.
    public var isWritten: Bool {
        switch self {
        case .output, .errorOutput: true
        default: false
        }
    }

    /// What stands of it in a log: output as it is, everything else on a line of its own; `nil` for nothing.
    fileprivate var logged: String? {
        switch self {
        case .output(let text), .errorOutput(let text): text
        default: told.map { "\($0)\n" }
        }
    }

    /// What it tells a person who looks on, in a line or as words; `nil` for nothing.
    public var told: String? {
        switch self {
        case .started, .heartbeat, .toolResult(_, .succeeded): nil
        case .output(let text), .errorOutput(let text), .text(let text): text
        case .toolCall(_, let kind, let title): "[\(kind)] \(title)"
        case .toolResult(_, .failed): "[failed]"
        case .permissionAsk(let what): "[asks] \(what)"
        case .fileChange(let path, let change): "[\(change.rawValue)] \(path)"
        case .usage(let usage): usage.told.map { "[used] \($0)" }
        }
    }
}

extension AgentEvent.Usage {
    /// The figures that are known.
    fileprivate var told: String? {
        let parts = [
            inputTokens.map { "\($0) tokens read" }, outputTokens.map { "\($0) tokens written" },
            cost.map { "\(Double(Int($0 * 10_000)) / 10_000) US dollars" },
        ]
        .compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
