internal import FoundationEssentials

/// What has been found out about how words are said, by voice; kept in one file for each voice.
///
/// A file that cannot be read or written costs time and nothing else.
struct PronunciationCache {
    /// Where the files are; `nil` to keep nothing.
    private let folder: URL?
    private var voices: [String: Voice] = [:]

    /// The words of one voice.
    private struct Voice {
        var answers: [String: String] = [:]
        var unsaved = 0
    }

    /// The most words of one voice; beyond them it begins anew.
    static let mostWords = 100_000
    /// The most bytes of a file that is read.
    private static let mostBytes = 16_000_000
    /// A few words more are not worth writing the file again at once.
    private static let leastUnsaved = 32

    private static let header = "behest pronunciations 1"

    init(folder: URL?) {
        self.folder = folder
    }

    /// How a word is said.
    mutating func answer(for word: String, voice: String) -> String? {
        load(voice)
        return voices[voice]?.answers[word]
    }

    /// Notes how words are said.
    mutating func add(_ answers: [(word: String, answer: String)], voice: String) {
        load(voice)
        var known = voices[voice] ?? Voice()
        if known.answers.count + answers.count > Self.mostWords { known.answers = [:] }
        for (word, answer) in answers.suffix(Self.mostWords) where known.answers[word] == nil {
            known.answers[word] = answer
            known.unsaved += 1
        }
        voices[voice] = known
        if known.unsaved >= Self.leastUnsaved { save(voice) }
    }

    /// Writes what has not been written.
    mutating func save() {
        for (voice, known) in voices where known.unsaved > 0 { save(voice) }
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
        voices[voice] = Voice(answers: answers)
    }

    private mutating func save(_ voice: String) {
        // If it cannot be written now, it is not tried again for each word.
        voices[voice]?.unsaved = 0
        guard let folder, let file = file(of: voice), let answers = voices[voice]?.answers else { return }
        let lines = answers.sorted { $0.key < $1.key }.map { "\($0.key)\t\($0.value)" }
        let text = ([Self.header] + lines).joined(separator: "\n") + "\n"
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? Data(text.utf8).write(to: file, options: .atomic)
    }
}
