internal import FoundationEssentials
internal import Glibc

/// What has been found out about how words are said, by voice; kept in one file for each voice, to which every answer is added
/// at once: nobody knows when the last question has been asked.
///
/// A file that cannot be read or written costs time and nothing else.
struct PronunciationCache {
    /// Where the files are; `nil` to keep nothing.
    private let folder: URL?
    private var voices: [String: Voice] = [:]

    /// The words of one voice.
    private struct Voice {
        var answers: [String: String] = [:]
        /// Whether the file is one to add to.
        var isKept = false
    }

    /// The most words of one voice; beyond them it begins anew.
    static let mostWords = 100_000
    /// The most bytes of a file that is read.
    private static let mostBytes = 16_000_000
    private static let header = "behest pronunciations 1"

    init(folder: URL?) {
        self.folder = folder
    }

    /// How a word is said.
    mutating func answer(for word: String, voice: String) -> String? {
        load(voice)
        return voices[voice]?.answers[word]
    }

    /// Notes how words are said, and keeps it.
    mutating func add(_ answers: [(word: String, answer: String)], voice: String) {
        load(voice)
        var known = voices[voice] ?? Voice()
        if known.answers.count + answers.count > Self.mostWords { known = Voice() }
        var new: [(word: String, answer: String)] = []
        for (word, answer) in answers.suffix(Self.mostWords) where known.answers[word] == nil {
            known.answers[word] = answer
            new.append((word, answer))
        }
        let file = file(of: voice)
        if !known.isKept || !Self.append(new, to: file) { known.isKept = Self.write(known.answers, to: file) }
        voices[voice] = known
    }

    private func file(of voice: String) -> URL? {
        folder?.appending(path: "pronunciations-\(voice).tsv")
    }

    private mutating func load(_ voice: String) {
        guard voices[voice] == nil else { return }
        voices[voice] = Voice()
        guard let file = file(of: voice),
            let size = try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int,
            size <= Self.mostBytes, let data = try? Data(contentsOf: file),
            let text = String(validating: data, as: UTF8.self)
        else { return }
        let lines = text.split(separator: "\n")
        guard lines.first == Substring(Self.header) else { return }
        var answers: [String: String] = [:]
        for line in lines.dropFirst().prefix(Self.mostWords) {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns.count == 2 else { continue }
            answers[String(columns[0])] = String(columns[1])
        }
        voices[voice] = Voice(answers: answers, isKept: true)
    }

    /// Adds lines to a file that is there; returns whether it could.
    private static func append(_ answers: [(word: String, answer: String)], to file: URL?) -> Bool {
        guard let file else { return false }
        let descriptor = unsafe open(file.path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // In one piece, as another Behest may add to it at the same time.
        let bytes = Array(lines(of: answers).utf8)
        return unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
    }

    private static func write(_ answers: [String: String], to file: URL?) -> Bool {
        guard let file else { return false }
        let folder = file.deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            guard FileManager.default.isWritableFile(atPath: folder.path) else { return false }
            let text =
                header + "\n" + lines(of: answers.sorted { $0.key < $1.key }.map { (word: $0.key, answer: $0.value) })
            try Data(text.utf8).write(to: file, options: .atomic)
            return true
        } catch {
            return false
        }
    }

    private static func lines(of answers: [(word: String, answer: String)]) -> String {
        answers.map { "\($0.word)\t\($0.answer)\n" }.joined()
    }
}
