internal import Glibc

/// One espeak-ng that waits for words; each line that it is given it answers with a line of sounds.
///
/// Every call blocks: it belongs on a thread of its own.
@safe
struct EspeakProcess: ~Copyable {
    /// Why there is no answer.
    enum Failure: Error {
        case cannotStart
        case hasEnded
        case isSilent
    }

    private let process: pid_t
    /// Its standard input and output at once.
    private let socket: Int32
    private var unread: [UInt8] = []
    /// What is asked after the words, to know where their answers end.
    private var sentinelAnswer = ""

    private static let sentinel = "zubbelquark"
    /// The most words that are on their way at once, so that neither side waits for the other to read.
    private static let mostAtOnce = 100
    /// How long it may take to answer a line; the first one takes it about 20 ms.
    private static let patience: Int32 = 3000

    /// Starts one.
    ///
    /// - Parameters:
    ///   - program: Its name, to be found by `PATH`, or its path.
    ///   - voice: The voice, such as `en-us`.
    /// - Returns: The process, running.
    /// - Throws: ``Failure`` when there is no such program or voice.
    static func start(_ program: String, voice: String) throws(Failure) -> EspeakProcess {
        var sockets: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &sockets) == 0 else { throw .cannotStart }
        let spawned = spawn(program, voice: voice, socket: sockets[1])
        // Only without another holder of its end does this one see that it has ended.
        close(sockets[1])
        guard let process = spawned else {
            close(sockets[0])
            throw .cannotStart
        }
        var espeak = EspeakProcess(process: process, socket: sockets[0])
        try espeak.greet()
        return espeak
    }

    private init(process: pid_t, socket: Int32) {
        self.process = process
        self.socket = socket
    }

    deinit {
        close(socket)
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    private static func spawn(_ program: String, voice: String, socket: Int32) -> pid_t? {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO)
        unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

        // Ctrl-C is for the program that asks; a thread's blocked signals are its own affair.
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

        // Ties tell diphthongs and affricates from two sounds; the input is UTF-8 whatever the locale.
        let arguments = [program, "-q", "--ipa=3", "-b", "1", "-v", voice]
        var pointers = unsafe arguments.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var process = pid_t()
        guard unsafe posix_spawnp(&process, program, &actions, &attributes, pointers, environ) == 0 else { return nil }
        return process
    }

    /// Finds out what it answers to the sentinel; it ends at once if it does not have the voice.
    private mutating func greet() throws(Failure) {
        try write(Self.sentinel + "\n")
        sentinelAnswer = try readLine()
    }

    /// How words are said, in the International Phonetic Alphabet.
    ///
    /// - Parameter words: Words without white space.
    /// - Returns: One text for each word; empty for a word that has no sounds.
    /// - Throws: ``Failure`` when the process has ended.
    mutating func answers(to words: ArraySlice<String>) throws(Failure) -> [String] {
        var answers: [String] = []
        var rest = words
        while !rest.isEmpty {
            let part = rest.prefix(Self.mostAtOnce)
            rest = rest.dropFirst(part.count)
            let lines = try lines(for: part)
            if lines.count == part.count {
                answers += lines
            } else {
                // Some word is said in several lines, or in none.
                for word in part { answers.append(try self.lines(for: [word]).joined(separator: " ")) }
            }
        }
        return answers
    }

    private mutating func lines(for words: ArraySlice<String>) throws(Failure) -> [String] {
        try write((words + [Self.sentinel]).joined(separator: "\n") + "\n")
        var lines: [String] = []
        while true {
            let line = try readLine()
            // Should a word be said like the sentinel, there is more to come.
            if line == sentinelAnswer, !hasMore(after: lines.count, of: words.count) { return lines }
            lines.append(line)
        }
    }

    private func write(_ text: String) throws(Failure) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .hasEnded }
            bytes = bytes.dropFirst(count)
        }
    }

    private mutating func readLine() throws(Failure) -> String {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: unread[..<end], as: UTF8.self)
                unread.removeFirst(end + 1)
                return String(line.drop { $0 == " " })
            }
            try receive()
        }
    }

    private mutating func receive() throws(Failure) {
        guard isReadable(within: Self.patience) else { throw .isSilent }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
        if count < 0, errno == EINTR { return }
        guard count > 0 else { throw .hasEnded }
        unread += buffer.prefix(count)
    }

    private func hasMore(after count: Int, of expected: Int) -> Bool {
        !unread.isEmpty || (count < expected && isReadable(within: 50))
    }

    private func isReadable(within milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        var result: Int32
        repeat { result = unsafe poll(&entry, 1, milliseconds) } while result < 0 && errno == EINTR
        return result > 0
    }
}
