internal import BehestAudio
internal import FoundationEssentials

extension ListenBlock {
    /// A terminal with fewer columns has no room for columns of labels.
    static let narrow = 60
    private static let mostLines = 5
    /// How long nothing is said before that is worth a line.
    private static let quietTime: TimeInterval = 30
    private static let longestThought: TimeInterval = 15
    /// Speech below this level, in decibels, is hardly found.
    private static let quietest: Float = -40

    /// The lines, from the top down.
    ///
    /// - Parameters:
    ///   - columns: how many columns the terminal has; the last one stays free, since some terminals then begin a new line.
    ///   - rows: how many lines it has.
    ///   - now: the moment.
    ///   - style: how the parts are shown.
    /// - Returns: at most five lines, none wider than there is room.
    func lines(columns: Int, rows: Int, at now: Date, style: Style) -> [String] {
        let layout = Layout(room: max(1, columns - 1))
        let most = max(1, min(Self.mostLines, rows - 2))
        let notice = notice(layout, at: now).prefix(most - 1)
        var left = most - 1 - notice.count
        /// What has room goes in, the most useful first.
        func fit(_ line: StyledLine?) -> [StyledLine] {
            guard let line, left > 0 else { return [] }
            left -= 1
            return [line]
        }
        let hearing = fit(partial.map { layout.line("hearing", $0.oneLine.endFitted(to: layout.textRoom)) })
        let meaning = fit(meaningLine(layout))
        let running = fit(runsLine(layout, at: now))
        let all = running + hearing + meaning + notice + [stateLine(layout, at: now)]
        return all.map { $0.text(in: layout.room, style) }
    }

    private func stateLine(_ layout: Layout, at now: Date) -> StyledLine {
        var line = layout.meter(isLost ? nil : level)
        let (word, ink) = state(at: now)
        line.add(word, ink)
        var gap = layout.isNarrow ? "  " : "   "
        for hint in hints {
            let part = "[\(hint.key)] \(hint.purpose)"
            guard line.columns + gap.columns + part.columns <= layout.room else { break }
            line.add(gap + part, .faint)
            gap = "  "
        }
        return line
    }

    /// What is being said may mean something, and what is asked about means something already.
    private func meaningLine(_ layout: Layout) -> StyledLine? {
        if partial != nil { return meaning.map { layout.line("perhaps", $0.oneLine) } }
        return question?.meaning.map { layout.line("meaning", $0.oneLine) }
    }

    private var isLost: Bool {
        if case .lost = source { true } else { false }
    }

    /// What it does now, in a word or two.
    private func state(at now: Date) -> (String, StyledLine.Ink) {
        switch (source, attending) {
        case (.lost, _): return ("no microphone", .red)
        case (.starting, _): return ("getting ready", .faint)
        case (_, .muted): return ("muted", .yellow)
        case (_, .held): return ("speak now", .green)
        case _ where isHearing: return (level.peak >= -1 ? "hearing, too loud" : "hearing", .green)
        case _ where isThinking(at: now): return ("thinking", .green)
        case (.silent, _): return ("no sound", .yellow)
        default: break
        }
        if let question {
            let left = max(0, Int(question.expiresAt.timeIntervalSince(now).rounded(.up)))
            return (question.kind == .text ? "writing down, \(left) s" : "asking, \(left) s", .yellow)
        }
        switch attending {
        case .onKey: return ("push to talk", .plain)
        case .onPhrase: return ("waiting to be called", .plain)
        case .always, .held, .muted: return ("listening", .green)
        }
    }

    /// Of what was not for Behest nothing is told, so that it is not thought about for ever.
    private func isThinking(at now: Date) -> Bool {
        thinkingSince.contains { now.timeIntervalSince($0) < Self.longestThought }
    }

    /// What keys are worth pressing now, the most useful ones first.
    private var hints: [(key: String, purpose: String)] {
        var hints: [(String, String)] = []
        switch question?.kind {
        case .agreement?: hints += [("y", "yes"), ("n", "no"), ("r", "again")]
        case .value?: hints += [("n", "never mind"), ("r", "again")]
        case .text?: hints += [("Enter", "done"), ("n", "never mind")]
        case nil: break
        }
        if hasModes, question == nil {
            switch attending {
            case .muted: hints.append(("m", "listen"))
            case .held: hints.append(("Space", "done"))
            case .onKey: hints += [("Space", "talk")]
            case .always, .onPhrase: hints += [("m", "mute")]
            }
        }
        if !runs.isEmpty { hints.append(("s", "stop all")) }
        return hints + [("?", "help"), ("q", "end")]
    }

    /// What is asked, what is wrong, or what can be done when nothing is going on.
    private func notice(_ layout: Layout, at now: Date) -> [StyledLine] {
        switch source {
        case .lost(let problem), .silent(let problem): return layout.lines("", problem.oneLine, .yellow)
        case .starting: return []
        case .open: break
        }
        if let question { return layout.lines("asks", question.text.oneLine, .bold) }
        guard !isHearing, !isThinking(at: now), attending != .muted, attending != .held, let hint = hint(at: now) else {
            return []
        }
        return layout.lines("", hint.oneLine, .faint)
    }

    private func hint(at now: Date) -> String? {
        if case .onPhrase(let phrase) = attending { return "Begin with \"\(phrase)\", or press Space and speak." }
        if case .onKey = attending { return "Press Space, speak, and press it again." }
        let quiet = now.timeIntervalSince(quietSince)
        guard quiet >= Self.quietTime else { return hasHeard ? nil : example(0).map { "Say for example \($0)." } }
        let time = quiet.brief
        if loudest < Self.quietest {
            let level =
                loudest <= SoundLevel.floor ? "There was only silence" : "The loudest was \(Int(loudest.rounded())) dB"
            return
                "Nothing was heard for \(time). \(level); speech should reach -30 dB. 'behest devices' shows the microphones."
        }
        let example = example(Int(quiet / 60)).map { " You can say \($0)." } ?? ""
        return "There was no speech for \(time).\(example)"
    }

    private func example(_ number: Int) -> String? {
        examples.isEmpty ? nil : "\"\(examples[number % examples.count])\""
    }

    private func runsLine(_ layout: Layout, at now: Date) -> StyledLine? {
        guard !runs.isEmpty else { return nil }
        // The newest first: it is what one has just asked for.
        let texts = runs.reversed().map { "\($0.words.oneLine) \(now.timeIntervalSince($0.began).brief)" }
        return layout.line("running", texts.joined(separator: " · "))
    }
}

/// Where things stand on a line: what is said of something stands under what was said above.
private struct Layout {
    let room: Int

    var isNarrow: Bool { room < ListenBlock.narrow }
    private var labelWidth: Int { isNarrow ? 8 : 12 }
    private static let margin = 2

    /// How much room there is beside the labels.
    var textRoom: Int { max(1, room - Self.margin - labelWidth) }

    func line(_ label: String, _ text: String, _ ink: StyledLine.Ink = .plain) -> StyledLine {
        var line = StyledLine(String(repeating: " ", count: Self.margin))
        line.add(label + String(repeating: " ", count: max(1, labelWidth - label.columns)), .faint)
        line.add(text, ink)
        return line
    }

    /// As few lines as there is room for it, three at most.
    func lines(_ label: String, _ text: String, _ ink: StyledLine.Ink) -> [StyledLine] {
        guard !label.isEmpty || !isNarrow else {
            let margin = String(repeating: " ", count: Self.margin)
            return text.wrapped(to: room - Self.margin, atMost: 3).map { StyledLine(margin + $0, ink) }
        }
        return text.wrapped(to: textRoom, atMost: 3).enumerated().map { index, part in
            line(index == 0 ? label : "", part, ink)
        }
    }

    /// How loud it is, in the place of a label.
    func meter(_ level: SoundLevel?) -> StyledLine {
        var line = StyledLine(String(repeating: " ", count: Self.margin))
        guard let level else { return line }
        let cells = labelWidth - 2
        let (mean, peak) = (Self.place(level.mean, of: cells), Self.place(level.peak, of: cells))
        line.add((0..<cells).map { $0 < mean ? "█" : $0 < peak ? "▒" : "·" }.joined(), level.peak >= -1 ? .red : .green)
        line.add("  ")
        return line
    }

    /// How many cells a level fills, from -60 dB on.
    private static func place(_ level: Float, of cells: Int) -> Int {
        Int((Float(cells) * (max(-60, level) + 60) / 60).rounded())
    }
}

extension TimeInterval {
    /// As a person reads it, to whole units: `12 s`, `2 min`, `1 h 5 min`.
    fileprivate var brief: String {
        let seconds = max(0, Int(self))
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return "\(seconds / 60) min" }
        return "\(seconds / 3_600) h \(seconds / 60 % 60) min"
    }
}
