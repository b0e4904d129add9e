internal import Glibc

/// What a program shows to be let in over TCP: a text in a file that only its owner can read.
///
/// It is never shown by description, dump or error.
public struct AccessToken: Sendable, CustomStringConvertible, CustomReflectable {
    private let bytes: [UInt8]

    /// Shorter ones could be guessed.
    static let shortest = 16

    /// Reads the token of a file, which is made with a new one if it is not there.
    ///
    /// - Parameter path: the file's path; the folder is made if it is not there, and closed to others if it is open.
    /// - Throws: ``AccessTokenError`` when the file is not its owner's alone, or holds no token.
    public init(file path: String) throws(AccessTokenError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        do {
            try PrivateFolder.make(folder)
        } catch {
            throw AccessTokenError(
                .unusable,
                "The folder '\(folder)' for the token cannot be made or is not yours: move what is there away, or set XDG_STATE_HOME."
            )
        }
        if let file = try TokenFile(path: path) {
            bytes = try file.token()
        } else {
            try TokenFile.make(path, token: Self.random())
            guard let file = try TokenFile(path: path) else {
                throw AccessTokenError(.unusable, "The token file '\(path)' was removed as it was made: start again.")
            }
            bytes = try file.token()
        }
    }

    /// Whether a text is the token.
    ///
    /// How long the answer takes tells no more than whether the lengths differ.
    func matches(_ text: some Collection<UInt8>) -> Bool {
        guard text.count == bytes.count else { return false }
        return zip(text, bytes).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func random() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        let numbers = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let digits = Array("0123456789abcdef".utf8)
        return Array("behest-".utf8) + numbers.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// A placeholder.
    public var description: String { "(token)" }

    /// A mirror without the token.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why there is no token.
public struct AccessTokenError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: Sendable, Hashable {
        /// Others can read the file.
        case open
        /// The file holds no token.
        case noToken
        /// The file can be neither read nor made.
        case unusable
    }

    /// What kind of failure it is.
    public let code: Code

    /// One sentence: what failed, on what, and what to do.
    public let message: String

    /// The same as ``message``.
    public var description: String { message }

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
