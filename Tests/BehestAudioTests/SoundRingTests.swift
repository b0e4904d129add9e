import BehestAudio
import Testing

struct SoundRingTests {
    private let start = ContinuousClock.now

    /// A number a sample, so that each can be told from the others.
    private func samples(_ range: Range<Int>) -> ArraySlice<Float> { range.map(Float.init)[...] }

    private func write(_ range: Range<Int>, to ring: SoundRing, after lost: Duration = .zero) {
        ring.write(samples(range), endingAt: start + lost + .milliseconds(range.upperBound / 16))
    }

    private func blocks(_ ring: SoundRing) async throws -> [SoundBlock] {
        var blocks: [SoundBlock] = []
        for try await case .block(let block) in ring.events(preRoll: .seconds(60), blockLength: 160) {
            blocks.append(block)
        }
        return blocks
    }

    @Test func givesEverySampleOnceInBlocks() async throws {
        let ring = SoundRing()
        for index in 0..<10 { write(index * 100..<(index + 1) * 100, to: ring) }
        ring.finish(throwing: nil)
        let blocks = try await blocks(ring)
        #expect(blocks.map(\.position) == [0, 160, 320, 480, 640, 800, 960])
        #expect(blocks.map(\.samples.count) == [160, 160, 160, 160, 160, 160, 40])
        #expect(blocks.flatMap(\.samples) == Array(samples(0..<1_000)))
        #expect(blocks.allSatisfy { $0.gap == nil })
        #expect(blocks[1].time - blocks[0].time == .milliseconds(10))
    }

    @Test func neverJoinsWhatAGapDivides() async throws {
        let ring = SoundRing()
        write(0..<400, to: ring)
        ring.markGap(.overrun)
        write(400..<720, to: ring, after: .seconds(2))
        ring.finish(throwing: nil)
        let blocks = try await blocks(ring)
        #expect(blocks.map(\.samples.count) == [160, 160, 80, 160, 160])
        #expect(blocks.compactMap(\.gap) == [SoundGap(cause: .overrun, duration: .seconds(2))])
        #expect(blocks[3].gap != nil)
        // The time goes on through the gap, and what came before has its own.
        #expect(blocks[3].time - blocks[0].time == .milliseconds(2_025))
        #expect(ring.statistics.gaps == [.overrun: 1])
        #expect(ring.statistics.missing == .seconds(2))
    }

    @Test func aReaderWhoComesTooLateFindsAGap() async throws {
        let ring = SoundRing(keeping: .milliseconds(100))
        write(0..<160, to: ring)
        var cursor = ring.cursor(preRoll: .seconds(1), blockLength: 160)
        for index in 1..<30 { write(index * 160..<(index + 1) * 160, to: ring) }
        guard case .event(.block(let block)) = ring.take(&cursor) else {
            Issue.record("there is no block")
            return
        }
        #expect(block.position == 3_200)
        #expect(block.gap == SoundGap(cause: .slowReader, duration: .milliseconds(200)))
        #expect(block.samples == Array(samples(3_200..<3_360)))
    }

    @Test func aSourceThatCanWaitIsToldWhenItIsAhead() async throws {
        let ring = SoundRing(keeping: .seconds(3))
        write(0..<7_999, to: ring)
        #expect(!ring.isAhead)
        // Half a second is what the first reader gets of what came before it.
        write(7_999..<8_000, to: ring)
        #expect(ring.isAhead)
        var reader = ring.events(blockLength: 160).makeAsyncIterator()
        #expect(!ring.isAhead)
        write(8_000..<16_001, to: ring)
        #expect(ring.isAhead)
        guard case .block(let block)? = try await reader.next() else { throw AudioError(.empty, "no block") }
        #expect(block.position == 0)
        #expect(!ring.isAhead)
    }

    @Test func aNewReaderHearsTheHalfSecondBefore() {
        let ring = SoundRing()
        for index in 0..<100 { write(index * 160..<(index + 1) * 160, to: ring) }
        ring.report(.muted("mic"))
        var cursor = ring.cursor(preRoll: SoundRing.preRoll, blockLength: 512)
        guard case .event(.block(let block)) = ring.take(&cursor) else {
            Issue.record("there is no block")
            return
        }
        #expect(block.position == 8_000)
    }

    @Test func tellsANewReaderTheConditionFirst() {
        let ring = SoundRing()
        ring.report(.listening(to: "mic"))
        ring.report(.muted("mic"))
        for index in 0..<100 { write(index * 160..<(index + 1) * 160, to: ring) }
        var cursor = ring.cursor(preRoll: .zero, blockLength: 512)
        guard case .event(.condition(let condition)) = ring.take(&cursor) else {
            Issue.record("there is no condition")
            return
        }
        #expect(condition == .muted("mic"))
        guard case .nothing = ring.take(&cursor) else {
            Issue.record("it is told again")
            return
        }
    }

    @Test func giveWhatCameBeforeAnErrorAndThenTheError() async throws {
        let ring = SoundRing()
        write(0..<200, to: ring)
        ring.finish(throwing: AudioError(.brokenDevice, "It broke."))
        var iterator = ring.events(preRoll: .seconds(1), blockLength: 160).makeAsyncIterator()
        for count in [160, 40] {
            guard case .block(let block) = try await iterator.next() else {
                Issue.record("there is no block")
                return
            }
            #expect(block.samples.count == count)
        }
        let error = await #expect(throws: AudioError.self) { try await iterator.next() }
        #expect(error?.message == "It broke.")
    }

    @Test(.timeLimit(.minutes(1))) func readersWaitForWhatIsWrittenLater() async throws {
        let ring = SoundRing()
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<3 {
                let events = ring.events(preRoll: .zero, blockLength: 160)
                group.addTask {
                    var count = 0
                    for try await case .block(let block) in events { count += block.samples.count }
                    return count
                }
            }
            for index in 0..<50 {
                write(index * 100..<(index + 1) * 100, to: ring)
                await Task.yield()
            }
            ring.finish(throwing: nil)
            return try await group.reduce(0, +)
        }
        #expect(total == 15_000)
    }

    @Test(.timeLimit(.minutes(1))) func aWaitingReaderCanBeCancelled() async throws {
        let ring = SoundRing()
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for try await _ in ring.events() {} }
            await Task.yield()
            group.cancelAll()
            let result = await group.nextResult()
            #expect(throws: CancellationError.self) { try result?.get() }
        }
    }

    @Test func levelsAreInDecibelsBelowFullScale() {
        #expect(SoundLevel(of: []) == .silence)
        #expect(SoundLevel(of: [0, 0, 0]) == .silence)
        let full = SoundLevel(of: [1, -1, 1, -1])
        #expect(full.mean == 0 && full.peak == 0)
        let half = SoundLevel(of: [0.5, 0, 0, 0])
        #expect(abs(half.peak + 6.02) < 0.01)
        #expect(abs(half.mean + 12.04) < 0.01)
    }
}
