extension SoundRing {
    /// A place in the sound with something to tell.
    struct Mark {
        enum Kind {
            /// The sound before it ended at that time.
            case gap(SoundGap, after: ContinuousClock.Instant)
            case condition(CaptureCondition)
        }

        var position: Int
        var kind: Kind
    }

    struct End {
        var error: (any Error)?
    }

    struct Waiter {
        /// How many samples must have been written.
        var wanted: Int
        var continuation: CheckedContinuation<Void, Never>
    }

    struct State {
        /// More marks than this are not kept: nobody can be that far behind and want them all.
        private static let markLimit = 1_024

        private var storage: [Float]
        /// How many samples were written since the beginning.
        private(set) var written = 0
        /// When the last sample was captured.
        private var time: ContinuousClock.Instant?

        private(set) var marks: [Mark] = []
        /// How many marks are no longer kept.
        private(set) var forgottenMarks = 0
        private(set) var condition: CaptureCondition?

        var openGap: SoundGap.Cause?
        var end: End?
        var statistics = Statistics()

        /// The farthest place that a reader has come to; `nil` while there was none.
        var readUntil: Int?

        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0

        init(capacity: Int) {
            storage = [Float](repeating: 0, count: capacity)
        }

        /// How many samples are kept.
        var capacity: Int { storage.count }

        /// The first sample that is still there.
        var oldest: Int { max(0, written - storage.count) }

        /// The number that the next mark will have.
        var markEnd: Int { forgottenMarks + marks.count }

        mutating func write(_ samples: ArraySlice<Float>, endingAt end: ContinuousClock.Instant) {
            closeGap(before: end - SoundRing.duration(of: samples.count))
            // More than the ring holds would overwrite itself: only the end of it matters.
            var rest = samples.suffix(storage.count)
            var position = written + samples.count - rest.count
            while !rest.isEmpty {
                let place = position % storage.count
                let part = rest.prefix(storage.count - place)
                storage.replaceSubrange(place..<place + part.count, with: part)
                position += part.count
                rest = rest.dropFirst(part.count)
            }
            written += samples.count
            statistics.samples += samples.count
            time = end
        }

        mutating func add(_ kind: Mark.Kind) {
            if case .condition(let condition) = kind { self.condition = condition }
            marks.append(Mark(position: written, kind: kind))
            guard marks.count > Self.markLimit else { return }
            marks.removeFirst(Self.markLimit / 2)
            forgottenMarks += Self.markLimit / 2
        }

        private mutating func closeGap(before start: ContinuousClock.Instant) {
            guard let cause = openGap else { return }
            openGap = nil
            // Before the first sound nothing can be missing.
            guard let time else { return }
            let gap = SoundGap(cause: cause, duration: max(.zero, start - time))
            add(.gap(gap, after: time))
            statistics.gaps[cause, default: 0] += 1
            statistics.missing += gap.duration
        }

        /// A copy of samples that are there.
        func samples(_ range: Range<Int>) -> [Float] {
            let start = range.lowerBound % storage.count
            let first = storage[start..<min(start + range.count, storage.count)]
            guard first.count < range.count else { return Array(first) }
            return Array(first) + storage[..<(range.count - first.count)]
        }

        func latest(_ count: Int) -> [Float] { samples(max(oldest, written - count)..<written) }

        /// When a sample was captured, counted back from the next gap after it or from the end.
        func time(of position: Int, before mark: Int?) -> ContinuousClock.Instant {
            if let mark, case .gap(_, let after) = marks[mark].kind {
                return after - SoundRing.duration(of: marks[mark].position - position)
            }
            return (time ?? .now) - SoundRing.duration(of: written - position)
        }

        /// Takes out those who now have what they wait for.
        mutating func readyWaiters() -> [CheckedContinuation<Void, Never>] {
            guard waiters.contains(where: { $0.value.wanted <= written }) else { return [] }
            let ready = waiters.filter { $0.value.wanted <= written }
            for id in ready.keys { waiters[id] = nil }
            return ready.values.map(\.continuation)
        }

        mutating func allWaiters() -> [CheckedContinuation<Void, Never>] {
            defer { waiters = [:] }
            return waiters.values.map(\.continuation)
        }
    }
}
