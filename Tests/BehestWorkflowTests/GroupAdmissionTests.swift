import FoundationEssentials
import Testing

@testable import BehestWorkflow

struct GroupAdmissionTests {
    private static let now = Sample.moment

    private static func ago(_ seconds: Double) -> Date { now.addingTimeInterval(-seconds) }

    private static func candidate(_ id: Int64, asked: Double, urgency: Int = 0) -> GroupAdmission.Candidate {
        GroupAdmission.Candidate(id: id, urgency: urgency, asked: ago(asked))
    }

    @Test func whoAskedFirstGoesFirst() {
        let waiting = [Self.candidate(1, asked: 20), Self.candidate(2, asked: 10)]
        let group = GroupAdmission(limit: 1, rate: nil, active: 0, entered: [], waiting: waiting)
        #expect(group.mayEnter(1, at: Self.now))
        #expect(!group.mayEnter(2, at: Self.now))
        let wider = GroupAdmission(limit: 2, rate: nil, active: 0, entered: [], waiting: waiting)
        #expect(wider.mayEnter(2, at: Self.now))
        let full = GroupAdmission(limit: 2, rate: nil, active: 2, entered: [], waiting: waiting)
        #expect(!full.mayEnter(1, at: Self.now))
    }

    @Test func urgencyGoesAheadAndWaitingMakesUpForIt() {
        let soon = [Self.candidate(1, asked: 20), Self.candidate(2, asked: 0, urgency: 1)]
        let group = GroupAdmission(limit: 1, rate: nil, active: 0, entered: [], waiting: soon)
        #expect(group.mayEnter(2, at: Self.now))
        #expect(!group.mayEnter(1, at: Self.now))
        // After more than the head start of ten minutes the patient one is first, however many urgent ones come.
        let long = [Self.candidate(1, asked: 601)] + (2...50).map { Self.candidate($0, asked: 0, urgency: 1) }
        let later = GroupAdmission(limit: 1, rate: nil, active: 0, entered: [], waiting: long)
        #expect(later.mayEnter(1, at: Self.now))
    }

    @Test func soManyBeginInASpanOfTime() {
        let rate = PlannedConcurrency.Rate(count: 2, seconds: 60)
        var group = GroupAdmission(
            limit: 10,
            rate: rate,
            active: 0,
            entered: [Self.ago(50), Self.ago(10)],
            waiting: [Self.candidate(1, asked: 1), Self.candidate(2, asked: 0)]
        )
        #expect(!group.mayEnter(1, at: Self.now))
        #expect(!group.mayEnter(2, at: Self.now))
        group.entered = [Self.ago(61), Self.ago(10)]
        #expect(group.mayEnter(1, at: Self.now))
        #expect(!group.mayEnter(2, at: Self.now))
        // Entered in the future: the clock was put back since.
        group.entered = [Self.ago(-3600), Self.ago(-3601)]
        #expect(group.mayEnter(1, at: Self.now))
    }
}
