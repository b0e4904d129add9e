internal import BehestAudio

/// Keeps track of what is being recognised while the pause that may end an utterance is still going on, and of what a recogniser is
/// given before that, while somebody still speaks.
///
/// A pure state machine: it says what is to be followed, recognised, given up, waited for and taken as said.
struct Speculation<Result: Sendable>: Sendable {
    /// What happens.
    enum Event: Sendable {
        /// Somebody still speaks; the utterance as far as it goes.
        case progress(Utterance)
        /// What was followed last was taken in, or left.
        case followed
        /// What is being said is given up.
        case forgotten
        /// Whoever spoke is silent; the utterance as far as it goes.
        case pause(Utterance)
        /// They speak on.
        case resumption
        /// What was recognised under a number.
        case recognised(Int, Result)
        /// The utterance is over.
        case end(Utterance)
    }

    /// What is to be done about it.
    enum Effect: Sendable {
        /// Lets the recogniser take what was said so far; ``Event/followed`` tells that it has.
        case follow(Utterance)
        /// Interrupts that, so that the recogniser is free.
        case leave
        /// Lets the recogniser give up what it was given of an utterance.
        case forget(Utterance)
        /// Recognises an utterance under a number.
        case recognise(Utterance, Int)
        /// Gives up what is recognised under a number.
        case giveUp(Int)
        /// Sets how long the pause after an utterance must be, by what was recognised in it.
        case settle(String, Result)
        /// Takes an utterance for said.
        case take(Utterance, Result)
    }

    /// A recognition that is not settled.
    private struct Attempt: Sendable {
        var number: Int
        var id: String
        var result: Result?
    }

    /// What the present pause is after.
    private var attempt: Attempt?
    /// Utterances that are over, in their order, each with what was recognised in it once it is known.
    private var over: [(number: Int, utterance: Utterance, result: Result?)] = []
    private var number = 0
    /// Whether the recogniser is being given something.
    private var isFollowing = false
    /// The latest that it was given of the utterance that goes on.
    private var followed: Utterance?
    /// The latest that it is to be given once it is free.
    private var waiting: Utterance?

    /// Whether nothing is expected any more.
    var isIdle: Bool { over.isEmpty }

    /// Takes an event.
    ///
    /// - Returns: what is to be done, in order.
    mutating func take(_ event: Event) -> [Effect] {
        switch event {
        case .progress(let utterance):
            waiting = utterance
            return follow()
        case .followed:
            isFollowing = false
            return follow()
        case .forgotten:
            defer { followed = nil }
            return leave() + (followed.map { [.forget($0)] } ?? [])
        case .pause(let utterance):
            number += 1
            attempt = Attempt(number: number, id: utterance.id)
            return leave() + [.recognise(utterance, number)]
        case .resumption:
            defer { attempt = nil }
            guard let attempt, attempt.result == nil else { return [] }
            return [.giveUp(attempt.number)]
        case .recognised(let number, let result):
            if let place = over.firstIndex(where: { $0.number == number }) {
                over[place].result = result
                return taken() + follow()
            }
            guard var current = attempt, current.number == number else { return [] }
            current.result = result
            attempt = current
            return [.settle(current.id, result)]
        case .end(let utterance):
            defer { (attempt, followed) = (nil, nil) }
            let left = leave()
            // What breaks off is heard anew, as what it is.
            guard let attempt, attempt.id == utterance.id, !utterance.isCutShort else {
                number += 1
                over.append((number, utterance, nil))
                return left + [.recognise(utterance, number)]
            }
            over.append((attempt.number, utterance, attempt.result))
            return left + taken()
        }
    }

    /// Gives the recogniser the latest, unless it has something to do for which somebody waits.
    private mutating func follow() -> [Effect] {
        guard let utterance = waiting, !isFollowing, over.isEmpty else { return [] }
        (isFollowing, followed, waiting) = (true, utterance, nil)
        return [.follow(utterance)]
    }

    private mutating func leave() -> [Effect] {
        waiting = nil
        return isFollowing ? [.leave] : []
    }

    /// Those utterances that are known up to the first that is not: they are taken in the order in which they were said.
    private mutating func taken() -> [Effect] {
        let known = over.prefix { $0.result != nil }
        over.removeFirst(known.count)
        return known.compactMap { each in each.result.map { .take(each.utterance, $0) } }
    }
}
