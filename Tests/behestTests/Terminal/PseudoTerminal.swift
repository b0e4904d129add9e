import FoundationEssentials
import Glibc
import Subprocess
import SystemPackage
import TestSupport

/// A shell at a terminal of its own, in which programs are typed as a person does it.
final class PseudoTerminal {
    /// What the shell shows when it waits, and nothing else does.
    static let prompt = "@@> "

    /// TIOCSPTLCK and TIOCGPTN, which are macros that Swift does not see.
    private static let (lock, number) = (UInt(0x4004_5431), UInt(0x8004_5430))

    private let controller: Int32
    private let subject: String
    /// What was written to it and not waited for yet.
    private var unread: [UInt8] = []

    init() throws {
        controller = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (isLocked, number): (Int32, UInt32) = (0, 0)
        guard controller >= 0, unsafe ioctl(controller, Self.lock, &isLocked) == 0,
            unsafe ioctl(controller, Self.number, &number) == 0
        else { throw Errno(rawValue: errno) }
        subject = "/dev/pts/\(number)"
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        guard unsafe ioctl(controller, UInt(TIOCSWINSZ), &size) == 0 else { throw Errno(rawValue: errno) }
    }

    deinit { close(controller) }

    /// Has a shell with job control at it as long as some work is done.
    func shell(
        in folder: URL,
        environment: [Environment.Key: String?],
        _ work: (PseudoTerminal) throws -> Void
    ) async throws {
        var options = PlatformOptions()
        options.createSession = true
        // The first terminal that the leader of a session opens becomes the session's.
        let start = "exec <>'\(subject)' >&0 2>&1; exec bash --norc --noprofile -i"
        _ = try await Subprocess.run(
            .name("sh"),
            arguments: ["-c", start],
            environment: .inherit.updating(environment),
            workingDirectory: FilePath(folder.path),
            platformOptions: options,
            input: .none,
            output: .discarded,
            error: .discarded
        ) { execution in
            defer { try? execution.send(signal: .kill) }
            try wait(for: Self.prompt)
            try work(self)
        }
    }

    func type(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard unsafe bytes.withUnsafeBytes({ unsafe write(controller, $0.baseAddress, $0.count) }) == bytes.count else {
            throw Errno(rawValue: errno)
        }
    }

    /// Sends a signal to the process whose number a file holds.
    func signal(_ number: Int32, toProcessIn file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        guard let process = pid_t(text.split(separator: "\n").first ?? ""), kill(process, number) == 0 else {
            throw Errno(rawValue: errno)
        }
    }

    /// Reads until something was written after what was waited for before.
    ///
    /// - Returns: what was written until then, that included.
    @discardableResult
    func wait(for text: String) throws -> String {
        let wanted = Array(text.utf8)
        while true {
            if let range = unread.firstRange(of: wanted) {
                defer { unread.removeSubrange(..<range.upperBound) }
                return String(decoding: unread[..<range.upperBound], as: UTF8.self)
            }
            var descriptor = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
            var bytes = [UInt8](repeating: 0, count: 4_096)
            guard unsafe poll(&descriptor, 1, 240_000) == 1,
                case let count = unsafe bytes.withUnsafeMutableBytes({
                    unsafe Glibc.read(controller, $0.baseAddress, $0.count)
                }), count > 0
            else { throw Silence(waitedFor: text, after: String(decoding: unread, as: UTF8.self)) }
            unread += bytes.prefix(count)
        }
    }

    /// Nothing came for four minutes.
    struct Silence: Error, CustomStringConvertible {
        var waitedFor: String
        var after: String

        var description: String { "'\(waitedFor)' did not come after \(after.debugDescription)" }
    }
}
