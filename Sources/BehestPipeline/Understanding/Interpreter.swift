public import BehestAudio
public import BehestGrammar
public import BehestSpeech

/// Finds out what an utterance may mean: by its words, by their sound, and by asking the recogniser again.
///
/// Words that are a sentence of the grammar, heard clearly, are taken as they are. Otherwise the sentences that sound most like
/// them are weighed against the sound itself, in one call of the recogniser's decoder.
public struct Interpreter: Sendable {
    let grammar: Grammar
    private let phonetics: Phonetics?
    let guide: SentenceGuide
    private let calibration = Calibration()

    /// How far it looks.
    public var limits = Limits()

    /// How far an interpreter looks.
    public struct Limits: Sendable, Hashable {
        /// From this confidence of the transcript on, words that are a sentence are not looked at any further.
        public var clearFrom = 0.75
        /// The most readings that are weighed against the sound.
        public var mostWeighed = 8
        /// The most readings where there is no sound to weigh them against.
        public var mostByWords = 4
        /// Readings that are farther by sound than the nearest one by more than this are left aside: of 200 commands in kitchen
        /// noise at 6 dB none that was meant lay beyond 0.9.
        public var window = 1.5
        /// How much of its distance by sound counts against a reading, beside its likelihood.
        public var soundWeight = 1.5
        /// How much each of its tokens counts for a reading: in noise the recogniser favours what is short.
        public var tokenBonus = 2.0
        /// In this range of the best reading's certainty the recogniser is asked which sentences it would hear if nothing else
        /// could be said; below it the speech is no command.
        public var guided = 0.01..<0.7
        /// And only where a reading could be as certain as this if the sound spoke for it as it does for the transcript: of the
        /// sentences of the barista set that were found so, none was less.
        public var guidedFrom = 0.8
        /// The most sentences that it is asked for.
        public var mostGuided = 4

        /// Makes the usual limits.
        public init() {}
    }

    /// What can weigh readings against the sound, with the sound.
    public struct Witness: Sendable {
        let scorer: any WordingScorer
        let utterance: Utterance
        /// Whether it may be asked which sentences it would hear if nothing else could be said, which takes a while.
        let listensAgain: Bool
        /// How certain a reading must be able to become to be worth weighing.
        let certainty: Double

        /// Makes a witness.
        ///
        /// - Parameters:
        ///   - scorer: the recogniser.
        ///   - utterance: the speech.
        ///   - listensAgain: whether it may be asked which sentences it would hear if nothing else could be said.
        ///   - certainty: what a reading must be able to reach to be weighed; by default what it needs to be named.
        public init(
            _ scorer: any WordingScorer,
            _ utterance: Utterance,
            listensAgain: Bool = true,
            certainty: Double = Calibration().nameFrom
        ) {
            self.scorer = scorer
            self.utterance = utterance
            self.listensAgain = listensAgain
            self.certainty = certainty
        }
    }

    /// Makes an interpreter.
    ///
    /// - Parameters:
    ///   - grammar: what can be said.
    ///   - phonetics: how its words sound; without it only exact words are understood.
    public init(grammar: Grammar, phonetics: Phonetics?) {
        self.grammar = grammar
        self.phonetics = phonetics
        guide = SentenceGuide(grammar: grammar)
    }

    /// What a transcript may mean.
    ///
    /// - Parameters:
    ///   - transcript: what was heard.
    ///   - witness: what can weigh readings against the sound; `nil` where there is none.
    ///   - composer: what makes whole values of built-in slots.
    /// - Returns: the readings, best first, each of another meaning; empty when nothing comes near.
    /// - Throws: when the recogniser cannot be used.
    public func readings(
        of transcript: Transcript,
        witness: Witness?,
        composer: SlotComposer
    ) async throws -> [Reading] {
        let exact = exactReadings(of: transcript, composer)
        let isClear = Self.confidence(in: transcript) >= limits.clearFrom || exact.count > 1
        if !exact.isEmpty, isClear { return exact }
        guard let phonetics, !transcript.text.isEmpty else { return exact }
        // Words that were typed, or heard by a recogniser that gives no more than text.
        guard let witness, transcript.meanLogProbability != nil else {
            guard exact.isEmpty else { return exact }
            return await candidates(of: transcript, phonetics, composer, most: limits.mostByWords)
        }
        var candidates = await candidates(of: transcript, phonetics, composer, most: limits.mostWeighed)
        if let first = exact.first {
            candidates.removeAll { $0.means(first) }
            candidates.insert(first, at: 0)
        }
        let (hopeful, hope) = try await hopeful(candidates, of: transcript, witness)
        var weighed = try await weigh(hopeful, of: transcript, witness)
        let best = weighed.map { calibration.certainty(of: $0) }.max() ?? 0
        if limits.guided.contains(best), hope >= limits.guidedFrom, exact.isEmpty, witness.listensAgain {
            let guided = try await witness.scorer.sentences(
                by: guide,
                in: witness.utterance,
                most: limits.mostGuided
            )
            for sentence in guided {
                await add(sentence, to: &weighed, transcript, phonetics, composer)
            }
        }
        return ranked(weighed)
    }

    /// How sure the recogniser was, 0 to 1.
    ///
    /// One that does not tell is taken at its word where that is a sentence's; what only sounds like a sentence is asked about.
    private static func confidence(in transcript: Transcript) -> Double { transcript.confidence ?? 1 }

    /// How far the sentence that sounds most like a transcript is from it, for each of its sounds; infinite when nothing comes near.
    func distance(to transcript: Transcript) async -> Double {
        guard let phonetics, !transcript.text.isEmpty else { return .infinity }
        return await phonetics.readings(of: transcript, limit: 1).first?.costPerPhone ?? .infinity
    }

    /// The best readings by words alone, those that are equally good.
    private func exactReadings(of transcript: Transcript, _ composer: SlotComposer) -> [Reading] {
        let matches = grammar.matches(of: transcript.text)
        var readings: [Reading] = []
        for match in matches.prefix(while: { $0.cost == matches[0].cost }) {
            guard let composed = composer.compose(match.interpretation, in: transcript.text) else { continue }
            let scores = Reading.Scores(
                confidence: Self.confidence(in: transcript),
                leastConfidence: transcript.words.isEmpty ? nil : transcript.leastConfidence,
                tokenCount: transcript.tokenCount
            )
            let reading = Reading(interpretation: composed, wording: transcript.text, scores: scores)
            if !readings.contains(where: { $0.means(reading) }) { readings.append(reading) }
        }
        return readings
    }

    private func candidates(
        of transcript: Transcript,
        _ phonetics: Phonetics,
        _ composer: SlotComposer,
        most: Int
    ) async -> [Reading] {
        let found = await phonetics.readings(of: transcript, limit: most)
        let least = found.first?.cost ?? 0
        return found.filter { $0.cost <= least + limits.window }.compactMap { found in
            let scores = Reading.Scores(
                soundCost: found.costPerPhone,
                soundDistance: found.cost,
                worstMismatch: found.worstMismatch,
                mismatchConfidence: found.mismatchConfidence(in: transcript),
                confidence: Self.confidence(in: transcript),
                leastConfidence: transcript.words.isEmpty ? nil : transcript.leastConfidence,
                tokenCount: transcript.tokenCount
            )
            guard let interpretation = composer.compose(found.interpretation, in: transcript.text) else { return nil }
            return Reading(
                interpretation: interpretation,
                wording: found.wording,
                written: TranscriptEdit.apply(found.steps, to: transcript.text),
                scores: scores
            )
        }
    }

    /// Leaves aside the readings that could not become certain enough, whatever the recogniser said to the rest of their words.
    ///
    /// - Returns: the others, and how certain the best of all would be if the sound spoke for it as it does for the transcript.
    private func hopeful(
        _ candidates: [Reading],
        of transcript: Transcript,
        _ witness: Witness
    ) async throws -> (readings: [Reading], hope: Double) {
        let bounds = try await witness.scorer.bounds(on: candidates.map(\.written), of: witness.utterance)
        var hopeful: [Reading] = []
        var hope = 0.0
        for (candidate, bound) in zip(candidates, bounds) {
            func certainty(at logProbability: Double) -> Double {
                var reading = candidate
                weigh(
                    &reading,
                    by: WordingScore(logProbability: logProbability, tokenCount: bound.tokenCount),
                    transcript
                )
                return calibration.certainty(of: reading)
            }
            hope = max(hope, certainty(at: transcript.logProbability ?? 0))
            if certainty(at: bound.logProbability) >= witness.certainty { hopeful.append(candidate) }
        }
        return (hopeful, hope)
    }

    /// Asks the recogniser how probable each reading's words are.
    private func weigh(
        _ candidates: [Reading],
        of transcript: Transcript,
        _ witness: Witness
    ) async throws -> [Reading] {
        guard !candidates.isEmpty else { return [] }
        let scores = try await witness.scorer.score(candidates.map(\.written), of: witness.utterance)
        return zip(candidates, scores).map { candidate, score in
            var reading = candidate
            weigh(&reading, by: score, transcript)
            return reading
        }
    }

    private func weigh(_ reading: inout Reading, by score: WordingScore, _ transcript: Transcript) {
        let ratio = score.logProbability - (transcript.logProbability ?? 0)
        reading.scores.likelihoodRatio = ratio
        let distance = limits.soundWeight * reading.scores.soundDistance
        let bonus = limits.tokenBonus * Double(score.tokenCount - transcript.tokenCount)
        reading.scores.support = ratio - distance + bonus
    }

    /// Adds a sentence that the recogniser heard when nothing else could be said, or what it says for a reading that is there.
    private func add(
        _ sentence: GuidedSentence,
        to readings: inout [Reading],
        _ transcript: Transcript,
        _ phonetics: Phonetics,
        _ composer: SlotComposer
    ) async {
        guard let match = grammar.matches(of: sentence.text).first,
            var interpretation = composer.compose(match.interpretation, in: sentence.text)
        else { return }
        interpretation.manner = .sound
        let distance = await phonetics.distance(from: sentence.text, to: transcript)
        var reading = Reading(
            interpretation: interpretation,
            wording: sentence.text,
            scores: Reading.Scores(
                soundDistance: distance,
                worstMismatch: distance,
                confidence: Self.confidence(in: transcript),
                leastConfidence: transcript.words.isEmpty ? nil : transcript.leastConfidence,
                tokenCount: transcript.tokenCount
            )
        )
        weigh(&reading, by: sentence.score, transcript)
        guard let known = readings.firstIndex(where: { $0.means(reading) }) else {
            readings.append(reading)
            return
        }
        if reading.support > readings[known].support {
            readings[known].scores.likelihoodRatio = reading.scores.likelihoodRatio
            readings[known].scores.support = reading.scores.support
        }
    }

    /// Puts readings in order, best first.
    private func ranked(_ readings: [Reading]) -> [Reading] {
        var ranked = readings.sorted { $0.support > $1.support }
        for index in ranked.indices.dropLast() {
            ranked[index].scores.margin = ranked[index].support - ranked[index + 1].support
        }
        return ranked
    }
}

extension Reading {
    /// Whether another reading means the same.
    func means(_ other: Reading) -> Bool {
        interpretation.meansTheSame(as: other.interpretation)
    }
}

extension SoundReading {
    /// The cost of the worst stretch of steps that do not sound the same, one after the other.
    var worstMismatch: Double {
        var (worst, current) = (0.0, 0.0)
        for step in steps where step.kind != .skipped {
            current = step.kind == .free || step.cost <= 0 ? 0 : current + step.cost
            worst = max(worst, current)
        }
        return worst
    }

    /// How sure the recogniser was of the surest of the words that do not sound like the sentence's.
    func mismatchConfidence(in transcript: Transcript) -> Double? {
        var spans: [Range<Int>] = []
        var position = 0
        for word in transcript.words {
            spans.append(position..<position + word.text.utf8.count)
            position += word.text.utf8.count + 1
        }
        let unlike = steps.filter { ($0.kind == .word || $0.kind == .extra) && $0.cost > 0 }.compactMap(\.span)
        return zip(transcript.words, spans).filter { _, span in unlike.contains { $0.overlaps(span) } }
            .map(\.0.confidence).max()
    }
}

extension Reading {
    /// What its place among the others is decided by; the free transcript's own is 0.
    fileprivate var support: Double { scores.support ?? 0 }
}
