import BehestGrammar
import Testing

@testable import BehestServer

struct FairQueueTests {
    /// What is taken, of what was appended: `a1` is of the client `a`.
    private func order(_ items: [String]) -> [String] {
        var queue = FairQueue<Character, String>()
        for item in items { queue.append(item, of: item.first ?? " ") }
        #expect(queue.count == items.count)
        var taken: [String] = []
        while let item = queue.next() { taken.append(item) }
        #expect(queue.count == 0)
        return taken
    }

    @Test(arguments: [
        (["a1", "a2", "a3"], ["a1", "a2", "a3"]),
        (["a1", "a2", "a3", "b1"], ["a1", "b1", "a2", "a3"]),
        (["a1", "a2", "b1", "b2", "c1"], ["a1", "b1", "c1", "a2", "b2"]),
        ([], []),
    ])
    func everybodyGetsATurn(_ items: [String], _ expected: [String]) {
        #expect(order(items) == expected)
    }

    @Test func whoComesLaterWaitsForOneTurnOfEachOther() {
        var queue = FairQueue<Character, String>()
        for item in ["a1", "a2", "a3", "b1", "b2"] { queue.append(item, of: item.first ?? " ") }
        #expect(queue.next() == "a1")
        queue.append("c1", of: "c")
        #expect([queue.next(), queue.next(), queue.next()] == ["b1", "a2", "c1"])
    }

    @Test func whatIsTakenOutDoesNotCome() {
        var queue = FairQueue<Character, String>()
        for item in ["a1", "a2", "b1"] { queue.append(item, of: item.first ?? " ") }
        let removed = [queue.remove("a1", of: "a"), queue.remove("b1", of: "b"), queue.remove("b1", of: "b")]
        #expect(removed == [true, true, false])
        #expect(queue.count == 1)
        #expect(queue.next() == "a2")
        #expect(queue.next() == nil)
    }

    /// Whatever happens, between two turns of one nobody else who waits has more than one.
    @Test func nobodyIsPassedOver() {
        var generator = SeededGenerator(seed: 11)
        var queue = FairQueue<Int, Int>()
        var waiting: [Int: [Int]] = [:]
        var sinceTurn: [Int: [Int: Int]] = [:]
        for number in 0..<5_000 {
            if Bool.random(using: &generator) {
                let client = Int.random(in: 0..<6, using: &generator)
                if waiting[client] == nil { sinceTurn[client] = [:] }
                waiting[client, default: []].append(number)
                queue.append(number, of: client)
            } else if let item = queue.next() {
                let client = waiting.first { $0.value.first == item }?.key
                #expect(client != nil, "of each client, what came first")
                guard let client else { return }
                waiting[client]?.removeFirst()
                for other in waiting.keys where other != client {
                    sinceTurn[other]?[client, default: 0] += 1
                    #expect(sinceTurn[other]?[client] ?? 0 <= 1)
                }
                sinceTurn[client] = [:]
                if waiting[client]?.isEmpty == true { waiting[client] = nil }
            } else {
                #expect(waiting.isEmpty)
            }
        }
    }
}
