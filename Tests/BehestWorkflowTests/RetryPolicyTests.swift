import Testing

@testable import BehestWorkflow

struct RetryPolicyTests {
    @Test func waitsGrowUpToACap() {
        let policy = RetryPolicy(attempts: 5, delaySeconds: 2, factor: 3, maxDelaySeconds: 10)
        #expect((0...5).map { policy.longestWait(after: $0) } == [nil, 2, 6, 10, 10, nil])
        #expect(policy.wait(after: 2, chance: 0.5) == 3, "drawn between nothing and the longest wait")
    }

    @Test func aScheduleIsKeptTo() throws {
        let policy = RetryPolicy(schedule: [5, 300, 1_800])
        #expect(policy.attempts == 4)
        #expect((0...4).map { policy.longestWait(after: $0) } == [nil, 5, 300, 1_800, nil])
        #expect(policy.wait(after: 2, chance: 0) == 270)
        #expect(policy.wait(after: 2, chance: 1) == 300)
        #expect(policy.wait(after: 4, chance: 1) == nil)
        var longer = policy
        longer.attempts = 6
        #expect(longer.longestWait(after: 5) == 1_800, "the last wait counts for all that follow")
    }

    @Test func whatWasWrittenWithoutAScheduleIsReadAndTheSame() throws {
        let text = try CanonicalJSON.text(of: RetryPolicy())
        #expect(!text.contains("schedule"))
        #expect(try CanonicalJSON.value(RetryPolicy.self, from: text) == RetryPolicy())
        let scheduled = RetryPolicy(schedule: [1, 2])
        #expect(try CanonicalJSON.value(RetryPolicy.self, from: CanonicalJSON.text(of: scheduled)) == scheduled)
    }
}
