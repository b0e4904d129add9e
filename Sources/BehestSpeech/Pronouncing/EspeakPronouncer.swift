public import BehestGrammar
internal import BehestInference
public import FoundationEssentials

/// Says how words sound by espeak-ng, which is kept running as a program of its own.
///
/// What it has said is remembered, from one start to the next if there is a folder for it. Where espeak-ng is missing, ends, or does
/// not know the language, words are said as they are spelled, and that is told once.
public actor EspeakPronouncer: Pronouncer {
    private let program: String
    private let report: @Sendable (String) -> Void
    private let executor = SerialQueueExecutor(label: "behest.espeak")
    private var cache: PronunciationCache
    private var processes: [String: Running] = [:]
    /// The voices that there are not.
    private var missing: Set<String> = []
    private var hasReported = false

    /// A process that can be shared by copying a reference.
    private final class Running {
        var process: EspeakProcess

        init(_ process: consuming EspeakProcess) {
            self.process = process
        }
    }

    /// The most voices that are kept ready at once.
    private static let mostProcesses = 3
    /// A longer word is nobody's.
    private static let longestWord = 100
    /// How many words are asked for before it is looked whether anybody still waits.
    private static let batch = 400

    /// Makes a pronouncer; espeak-ng is started when it is first needed.
    ///
    /// - Parameters:
    ///   - program: The program's name, to be found by `PATH`, or its path.
    ///   - cache: The folder in which pronunciations are kept, such as ``cacheFolder(environment:)``; `nil` to keep none.
    ///   - report: Called once, with a sentence, when words are said as they are spelled.
    public init(
        program: String = "espeak-ng",
        cache: URL? = nil,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.program = program
        self.report = report
        self.cache = PronunciationCache(folder: cache)
    }

    /// The pronouncer's own thread, since it waits for another program.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Where the user's pronunciations are kept: `$XDG_CACHE_HOME/behest`, or `~/.cache/behest`; `nil` without a home.
    public static func cacheFolder(environment: [String: String]) -> URL? {
        let home = environment["HOME"].map { $0 + "/.cache" }
        let folder = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home
        return folder.map { URL(filePath: $0).appending(path: "behest") }
    }

    /// The name of espeak-ng's voice for a language, such as `en-us` for `en`.
    public static func voiceName(for language: String) -> String {
        EspeakVoice(language: language).name
    }

    /// How words are said by espeak-ng, or by their spelling where it cannot tell.
    ///
    /// - Parameters:
    ///   - words: Words in lower case.
    ///   - language: The language, such as `en`.
    /// - Returns: The pronunciations, in the order of the words.
    public func pronunciations(of words: [String], language: String) async -> [[Pronunciation]] {
        let voice = EspeakVoice(language: language).name
        let spelling = SpellingPronouncer()
        var answers: [String: String] = [:]
        var unknown: [String] = []
        for word in words where answers[word] == nil {
            if let answer = cache.answer(for: word, voice: voice) {
                answers[word] = answer
            } else if Self.canBeAsked(word) {
                unknown.append(word)
                answers[word] = ""
            }
        }
        ask(for: unknown, voice: voice, answers: &answers)
        return words.map { word in
            let said = Phone.phones(ipa: answers[word] ?? "")
            guard !said.isEmpty else { return spelling.pronunciations(of: word, language: language) }
            return EnglishWeakForms.adding(to: said, of: word, language: language)
        }
    }

    /// Ends espeak-ng; another question starts it again.
    public func close() {
        processes = [:]
    }

    // MARK: - Asking

    private func ask(for words: [String], voice: String, answers: inout [String: String]) {
        var rest = words[...]
        while !rest.isEmpty, !Task.isCancelled, !missing.contains(voice) {
            let part = rest.prefix(Self.batch)
            guard let said = answer(part, voice: voice) else {
                missing.insert(voice)
                tell(voice)
                return
            }
            let pairs = zip(part, said).map { (word: $0, answer: $1) }
            for pair in pairs { answers[pair.word] = pair.answer }
            cache.add(pairs, voice: voice)
            rest = rest.dropFirst(part.count)
        }
    }

    /// What espeak-ng answers; if it has ended meanwhile, it is started once more.
    private func answer(_ words: ArraySlice<String>, voice: String) -> [String]? {
        for _ in 0..<2 {
            do {
                return try running(voice).process.answers(to: words)
            } catch EspeakProcess.Failure.cannotStart {
                return nil
            } catch {
                processes[voice] = nil
            }
        }
        return nil
    }

    private func running(_ voice: String) throws -> Running {
        if let running = processes[voice] { return running }
        if processes.count >= Self.mostProcesses { processes = [:] }
        let running = Running(try EspeakProcess.start(program, voice: voice))
        processes[voice] = running
        return running
    }

    private func tell(_ voice: String) {
        guard !hasReported else { return }
        hasReported = true
        report(
            "espeak-ng does not answer for the voice '\(voice)', so words are compared as they are spelled: "
                + "run scripts/setup packages."
        )
    }

    /// Whether a word is a line of its own that espeak-ng takes for a word.
    private static func canBeAsked(_ word: String) -> Bool {
        !word.isEmpty && word.utf8.count <= longestWord
            && word.unicodeScalars.allSatisfy {
                !$0.properties.isWhitespace && $0.value >= 0x20 && $0 != "<" && $0 != "&"
            }
            // Two brackets begin phonemes, which are not said as words.
            && !word.contains("[[")
    }
}
