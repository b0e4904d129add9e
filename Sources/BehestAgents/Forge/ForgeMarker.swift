import Crypto
import FoundationEssentials

/// The line that nobody sees, by which what was made for a task is found again, also when the answer was lost.
///
/// No text that was said can look like it, since its signs are escaped.
enum ForgeMarker {
    /// The marker of what a task makes.
    static func text(_ key: String) -> String { "<!-- behest-task: \(hash(key)) -->" }

    /// What names the files of a task, so that each is there once.
    static func fileHash(_ key: String) -> String { String(hash(key).prefix(12)) }

    /// What a key is known by, which tells nothing of it.
    static func hash(_ key: String) -> String {
        SHA256.hash(data: Data(key.utf8)).prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
