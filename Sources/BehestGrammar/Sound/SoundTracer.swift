/// Turns a way that was found by sound into a reading.
struct SoundTracer {
    let index: SoundIndex
    let heard: HeardText
    let lattice: HeardLattice
    let context: [String: SlotValue]

    /// A step with the units of the transcript that it takes.
    private struct Taken {
        var step: SoundReading.Step
        var units: Range<Int>
        /// How many sounds the grammar's word has.
        var meant = 0
        /// How many were heard for it.
        var heard = 0
    }

    /// The reading of a way; `nil` if its wording is no sentence in this context.
    func reading(of way: SoundSearch.Way) -> SoundReading? {
        var taken = steps(of: way)
        attachLeftOvers(&taken)
        guard var match = index.grammar.matches(of: tokens(of: taken), in: heard.text, context: context).first else {
            return nil
        }
        match.interpretation.manner = .sound
        for number in match.interpretation.slots.indices where match.interpretation.slots[number].span?.isEmpty ?? false
        {
            // The sentence says it, and nothing was heard for it.
            match.interpretation.slots[number].span = nil
        }
        let own = taken.filter { $0.step.kind == .word || $0.step.kind == .extra }
        let cost = own.reduce(0) { $0 + $1.step.cost }
        let phoneCount = max(own.reduce(0) { $0 + $1.meant }, own.reduce(0) { $0 + $1.heard })
        return SoundReading(
            match: match,
            wording: taken.map(\.step.word).filter { !$0.isEmpty }.joined(separator: " "),
            cost: Double(way.cost),
            costPerPhone: phoneCount == 0 ? 0 : cost / Double(phoneCount),
            steps: taken.map(\.step)
        )
    }

    // MARK: - Alignment

    private func steps(of way: SoundSearch.Way) -> [Taken] {
        var taken: [Taken] = []
        var node: Int32 = 0
        var total: Float = 0
        for step in way.steps {
            addExtra(from: node, to: step.start, cost: step.total - step.cost - total, to: &taken)
            add(step, to: &taken)
            node = step.end
            total = step.total
        }
        addExtra(from: node, to: Int32(lattice.nodeCount - 1), cost: way.cost - total, to: &taken)
        return taken
    }

    private func add(_ step: SoundSearch.Step, to taken: inout [Taken]) {
        let units = units(from: step.start, to: step.end)
        let count = Int(lattice.time[Int(step.end)] - lattice.time[Int(step.start)])
        var new = Taken(step: makeStep(.word, units: units, cost: step.cost), units: units)
        new.heard = count
        switch step.kind {
        case .word(let word):
            new.step.word = index.grammar.words.words[Int(word)]
            new.meant = index.phoneCount(ofWord: word)
        case .free:
            new.step.kind = .free
            new.step.word = heard.text.slice(heard.units[units.lowerBound].bytes)
            new.meant = count
        case .skipped: new.step.kind = .skipped
        }
        new.step.phoneCount = max(new.meant, new.heard)
        taken.append(new)
    }

    private func addExtra(from start: Int32, to end: Int32, cost: Float, to taken: inout [Taken]) {
        guard end > start else { return }
        let units = units(from: start, to: end)
        var extra = Taken(step: makeStep(.extra, units: units, cost: max(0, cost)), units: units)
        extra.heard = Int(lattice.time[Int(end)] - lattice.time[Int(start)])
        extra.step.phoneCount = extra.heard
        taken.append(extra)
    }

    private func makeStep(_ kind: SoundReading.Step.Kind, units: Range<Int>, cost: Float) -> SoundReading.Step {
        let span = units.isEmpty ? nil : bytes(of: units)
        return SoundReading.Step(
            kind: kind,
            word: "",
            heard: span.map(heard.text.slice) ?? "",
            span: span,
            cost: Double(cost),
            phoneCount: 0
        )
    }

    /// The units of which anything lies between two nodes.
    private func units(from start: Int32, to end: Int32) -> Range<Int> {
        guard end > start else { return 0..<0 }
        let first = Int(lattice.unitAfter[Int(start)])
        return first..<max(first, Int(lattice.unitBefore[Int(end)]) + 1)
    }

    private func bytes(of units: Range<Int>) -> Range<Int> {
        heard.units[units.lowerBound].bytes.lowerBound..<heard.units[units.upperBound - 1].bytes.upperBound
    }

    /// Counts what is left over of a heard word as a part of the word that took the rest: "mochas" fits "mocha" less well, and
    /// nothing was said beside it.
    private func attachLeftOvers(_ taken: inout [Taken]) {
        var index = 0
        while index < taken.count {
            guard taken[index].step.kind == .extra else {
                index += 1
                continue
            }
            let extra = taken[index]
            let neighbours = [index - 1, index + 1].filter { other in
                taken.indices.contains(other) && taken[other].step.kind == .word
                    && taken[other].units.overlaps(extra.units)
            }
            guard let neighbour = neighbours.first, extra.units.count == 1 else {
                index += 1
                continue
            }
            taken[neighbour].step.cost += extra.step.cost
            taken[neighbour].heard += extra.heard
            taken[neighbour].step.phoneCount = max(taken[neighbour].meant, taken[neighbour].heard)
            taken.remove(at: index)
        }
    }

    // MARK: - Words

    /// The words of the wording, each with the place in the transcript that it stands for.
    private func tokens(of taken: [Taken]) -> [SpokenToken] {
        var end = 0
        return taken.filter { !$0.step.word.isEmpty }.flatMap { part -> [SpokenToken] in
            let bytes = part.step.span ?? end..<end
            end = max(end, bytes.upperBound)
            let words = part.step.kind == .free ? heard.units[part.units.lowerBound].sayings[0] : [part.step.word]
            return words.map { SpokenToken(word: $0, bytes: bytes) }
        }
    }
}
