internal import CTerminal
internal import Glibc

/// The terminal that a person reads and types at, in the mode in which each key counts at once.
///
/// It is put back as it was by ``leave(_:)``, and by a guard of its own when the process crashes or exits.
/// The attributes are the terminal's, so there is one of it at a time.
final class TerminalHandle: Sendable {
    /// What is written on entering, and what takes it back.
    struct Manners: Sendable {
        /// Whether the cursor is hidden, as the lines that are redrawn need none.
        var hidesCursor: Bool

        /// Pasted text comes between marks, so that it is not taken for keys.
        var entering: String { "\u{1B}[?2004h" + (hidesCursor ? "\u{1B}[?25l" : "") }
        /// Colours end, and the cursor is seen again.
        var leaving: String { "\u{1B}[?2004l" + (hidesCursor ? "\u{1B}[0m\u{1B}[?25h" : "") }
    }

    /// Where keys come from.
    let input: Int32
    private let output: Int32
    private let before: termios
    private let manners: Manners
    private let closesInput: Bool

    /// Looks for a terminal that can be typed at; nothing is changed yet.
    ///
    /// - Returns: `nil` when the standard output is no terminal, or there is no way to read keys.
    init?(manners: Manners) {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        // Where the standard input is the sound, keys come from the terminal all the same.
        closesInput = isatty(STDIN_FILENO) != 1
        input = closesInput ? unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO
        output = STDOUT_FILENO
        self.manners = manners
        var attributes = termios()
        guard input >= 0, unsafe tcgetattr(input, &attributes) == 0 else { return nil }
        before = attributes
    }

    deinit {
        if closesInput { close(input) }
    }

    /// Whether keys go to this process now; in the background they go to somebody else.
    var isInForeground: Bool {
        let owner = tcgetpgrp(input)
        return owner == -1 || owner == getpgrp()
    }

    /// Takes each key at once and shows none, but for those that interrupt.
    ///
    /// - Returns: whether that is so now; in the background it is not.
    func enter() -> Bool {
        guard isInForeground else { return false }
        let farewell = Array(("\r\n" + manners.leaving).utf8CString.dropLast())
        var before = before
        let isGuarded = unsafe farewell.withUnsafeBufferPointer { bytes in
            unsafe terminal_guard(input, &before, output, bytes.baseAddress, bytes.count) == 0
        }
        guard isGuarded else { return false }
        var attributes = before
        attributes.c_lflag &= ~tcflag_t(ICANON | ECHO)
        unsafe withUnsafeMutableBytes(of: &attributes.c_cc) { characters in
            // A read gives what there is.
            unsafe characters[Int(VMIN)] = 1
            unsafe characters[Int(VTIME)] = 0
        }
        guard unsafe tcsetattr(input, TCSADRAIN, &attributes) == 0 else {
            terminal_unguard()
            return false
        }
        StandardOutput.writePart(manners.entering)
        return true
    }

    /// Puts the terminal back as it was.
    ///
    /// - Parameter discardsKeys: whether what was typed and not read is forgotten, rather than given to the next program.
    func leave(discardsKeys: Bool = true) {
        terminal_unguard()
        guard isInForeground else { return }
        StandardOutput.writePart(manners.leaving)
        var before = before
        _ = unsafe tcsetattr(input, discardsKeys ? TCSAFLUSH : TCSADRAIN, &before)
    }
}
