internal import Synchronization

extension SoundRing {
    /// The ring's sound and what happens to it, from half a second before now on.
    ///
    /// Where there is a gap a block ends, and the next one carries it. The first event tells the condition there is, if
    /// any was reported.
    ///
    /// - Parameters:
    ///   - preRoll: how much of the sound before now is given as well.
    ///   - blockLength: how many samples a block has; fewer before a gap, a change or the end.
    /// - Returns: the events, which end when the sound does, and throw what ended it.
    public func events(
        preRoll: Duration = preRoll,
        blockLength: Int = VoiceActivityDetector.hopLength
    ) -> SoundEvents {
        SoundEvents(ring: self, cursor: cursor(preRoll: preRoll, blockLength: blockLength))
    }

    /// A reader's place, so much before now.
    package func cursor(preRoll: Duration, blockLength: Int) -> Cursor {
        state.withLock { state in
            let position = max(state.oldest, state.written - Self.samples(in: preRoll))
            state.readUntil = max(state.readUntil ?? 0, position)
            let later = state.marks.firstIndex { $0.position > position } ?? state.marks.count
            var condition: CaptureCondition?
            for mark in state.marks[..<later] {
                if case .condition(let known) = mark.kind { condition = known }
            }
            return Cursor(
                position: position,
                mark: state.forgottenMarks + later,
                blockLength: max(1, blockLength),
                greeting: condition
            )
        }
    }

    /// Where a reader is.
    package struct Cursor: Sendable {
        var position: Int
        /// The number of the next mark.
        var mark: Int
        var blockLength: Int
        /// The condition that was there already.
        var greeting: CaptureCondition?
        var gap: SoundGap?
    }

    /// What there is for a reader.
    package enum Taken {
        /// The next event.
        case event(SoundEvent)
        /// Nothing yet.
        case nothing
        /// Nothing any more.
        case end((any Error)?)
    }

    /// Takes the next event, if there is one, and moves the reader behind it.
    package func take(_ cursor: inout Cursor) -> Taken {
        if let condition = cursor.greeting {
            cursor.greeting = nil
            return .event(.condition(condition))
        }
        return state.withLock { $0.take(&cursor) }
    }

    /// Waits until there may be something for a reader, or its task is cancelled.
    func wait(for cursor: Cursor) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let mustWait = state.withLock { state in
                    let wanted = cursor.position + cursor.blockLength
                    // Cancellation is asked for under the lock: a handler that runs later finds the waiter.
                    guard
                        wanted > state.written, cursor.mark >= state.markEnd, state.end == nil, !Task.isCancelled
                    else { return false }
                    state.waiters[id] = Waiter(wanted: wanted, continuation: continuation)
                    return true
                }
                if !mustWait { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
            waiter?.continuation.resume()
        }
    }
}

extension SoundRing.State {
    fileprivate mutating func take(_ cursor: inout SoundRing.Cursor) -> SoundRing.Taken {
        if cursor.position < oldest {
            let lost = SoundRing.duration(of: oldest - cursor.position)
            cursor.add(SoundGap(cause: .slowReader, duration: lost))
            cursor.position = oldest
        }
        if let condition = passMarks(&cursor) { return .event(.condition(condition)) }

        let next = cursor.mark < markEnd ? cursor.mark - forgottenMarks : nil
        let limit = next.map { marks[$0].position } ?? written
        let available = limit - cursor.position
        let isWhole = available >= cursor.blockLength
        guard available > 0, isWhole || next != nil || end != nil else {
            guard available == 0, let end else { return .nothing }
            return .end(end.error)
        }
        let count = min(available, cursor.blockLength)
        let following = marks.indices.dropFirst(next ?? marks.count).first { index in
            if case .gap = marks[index].kind { true } else { false }
        }
        let block = SoundBlock(
            position: cursor.position,
            time: time(of: cursor.position, before: following),
            gap: cursor.gap,
            samples: samples(cursor.position..<cursor.position + count)
        )
        cursor.position += count
        readUntil = max(readUntil ?? 0, cursor.position)
        cursor.gap = nil
        return .event(.block(block))
    }

    /// Goes past the marks up to the reader's place, to the first condition among them.
    private func passMarks(_ cursor: inout SoundRing.Cursor) -> CaptureCondition? {
        cursor.mark = max(cursor.mark, forgottenMarks)
        while cursor.mark < markEnd {
            let mark = marks[cursor.mark - forgottenMarks]
            guard mark.position <= cursor.position else { return nil }
            cursor.mark += 1
            switch mark.kind {
            case .condition(let condition): return condition
            case .gap(let gap, _): cursor.add(gap)
            }
        }
        return nil
    }
}

extension SoundRing.Cursor {
    /// Several gaps in one place are one, of the first cause.
    fileprivate mutating func add(_ other: SoundGap) {
        gap = SoundGap(cause: gap?.cause ?? other.cause, duration: (gap?.duration ?? .zero) + other.duration)
    }
}

/// The events of a ring, as one reader sees them.
public struct SoundEvents: AsyncSequence, Sendable {
    let ring: SoundRing
    let cursor: SoundRing.Cursor

    /// Begins where the events were asked for.
    public func makeAsyncIterator() -> Iterator { Iterator(ring: ring, cursor: cursor) }

    /// A reader.
    public struct Iterator: AsyncIteratorProtocol {
        let ring: SoundRing
        var cursor: SoundRing.Cursor

        /// How many samples the next block has; fewer before a gap, a change or the end.
        public var blockLength: Int {
            get { cursor.blockLength }
            set { cursor.blockLength = Swift.max(1, newValue) }
        }

        /// Waits for the next event.
        ///
        /// - Returns: the event; `nil` when the sound has ended.
        /// - Throws: what ended the sound, such as ``AudioError``; `CancellationError`.
        public mutating func next() async throws -> SoundEvent? {
            while true {
                try Task.checkCancellation()
                switch ring.take(&cursor) {
                case .event(let event): return event
                case .end(nil): return nil
                case .end(let error?): throw error
                case .nothing: await ring.wait(for: cursor)
                }
            }
        }
    }
}
