internal import Glibc

/// Lines for a person beside the output proper.
enum StandardError {
    /// Whether a person sees it at once.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes a line.
    static func write(_ line: String) {
        writeAll(line + "\n", to: STDERR_FILENO)
    }

    /// Writes without ending the line.
    static func writePart(_ text: String) {
        writeAll(text, to: STDERR_FILENO)
    }
}

/// The output proper.
enum StandardOutput {
    /// Whether a person sees it at once.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes a line; it is with the reader when this returns, also when the output is a pipe.
    static func write(_ line: String) {
        writeAll(line + "\n", to: STDOUT_FILENO)
    }
}

private func writeAll(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EINTR else { return }
        bytes = bytes.dropFirst(max(0, count))
    }
}
