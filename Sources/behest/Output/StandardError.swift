internal import Glibc

/// Lines for a person beside the output proper.
enum StandardError {
    /// Whether a person sees it at once.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// How many characters fit on a line of the terminal.
    static var columns: Int {
        var size = winsize()
        return unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    /// Writes a line.
    static func write(_ line: String) {
        LiveArea.bottom.write(line + "\n", isVisible: isTerminal) { writeAll($0, to: STDERR_FILENO) }
    }

    /// Writes without ending the line.
    static func writePart(_ text: String) {
        writeAll(text, to: STDERR_FILENO)
    }
}

/// The output proper.
enum StandardOutput {
    /// How many columns and lines the terminal has.
    static var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Whether a person sees it at once.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes without ending the line, for a person at a terminal.
    static func writePart(_ text: String) {
        writeAll(text, to: STDOUT_FILENO)
    }

    /// Writes bytes as they are.
    static func write(bytes: [UInt8]) {
        writeAll(bytes, to: STDOUT_FILENO)
    }

    /// Writes a line; it is with the reader when this returns, also when the output is a pipe.
    static func write(_ line: String) {
        let isWritten = LiveArea.bottom.write(line + "\n", isVisible: isTerminal) { writeAll($0, to: STDOUT_FILENO) }
        guard !isWritten else { return }
        // What was done is in the journal; that nobody hears of it must not pass for success.
        let reason = unsafe String(cString: strerror(errno))
        StandardError.write("behest: Could not write the output: \(reason). See 'behest tasks list' for what was done.")
        exit(1)
    }
}

@discardableResult
private func writeAll(_ text: String, to descriptor: Int32) -> Bool {
    writeAll(Array(text.utf8), to: descriptor)
}

@discardableResult
private func writeAll(_ all: [UInt8], to descriptor: Int32) -> Bool {
    var bytes = all[...]
    while !bytes.isEmpty {
        let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EINTR else { return false }
        bytes = bytes.dropFirst(max(0, count))
    }
    return true
}
