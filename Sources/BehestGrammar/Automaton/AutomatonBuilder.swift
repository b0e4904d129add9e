/// The graph of a grammar while it grows.
final class AutomatonBuilder {
    /// An arc with the state it leaves.
    struct SourcedArc: Hashable {
        var source: Int32
        var arc: SentenceGraph.Arc
    }

    private(set) var arcs: [SourcedArc] = []
    private(set) var starts: [Int32] = []
    private(set) var sentenceOfState: [Int32] = []
    private(set) var acceptsInState: [Bool] = []
    private(set) var listUses: [ListUse] = []
    private(set) var captureSets: [[Capture]] = []
    private var captureIDs: [[Capture]: Int32] = [:]
    private var slotIDs: [String: Int32] = [:]
    private(set) var slotNames: [String] = []
    var words = WordTable()

    var stateCount: Int { sentenceOfState.count }

    /// Adds the state in which a sentence begins.
    func addStart(ofSentence sentence: Int32) -> Int32 {
        let start = addState(sentence: sentence)
        starts.append(start)
        return start
    }

    func addState(sentence: Int32) -> Int32 {
        sentenceOfState.append(sentence)
        acceptsInState.append(false)
        return Int32(sentenceOfState.count - 1)
    }

    /// Takes back the states and arcs beyond some.
    func removeAll(afterState states: Int, arc count: Int) {
        sentenceOfState.removeSubrange(states...)
        acceptsInState.removeSubrange(states...)
        arcs.removeSubrange(count...)
    }

    func accept(in state: Int32) {
        acceptsInState[Int(state)] = true
    }

    func addWord(_ word: String, from source: Int32, to target: Int32, captures: [Capture]) {
        let arc = SentenceGraph.Arc(label: words.intern(word), target: target, note: id(of: captures))
        arcs.append(SourcedArc(source: source, arc: arc))
    }

    func addWildcard(slot: Int32, from source: Int32, to target: Int32) {
        let arc = SentenceGraph.Arc(label: SentenceGraph.wildcardLabel, target: target, note: slot)
        arcs.append(SourcedArc(source: source, arc: arc))
    }

    func addList(use: Int, from source: Int32, to target: Int32) {
        let arc = SentenceGraph.Arc(label: SentenceGraph.label(ofListUse: use), target: target, note: -1)
        arcs.append(SourcedArc(source: source, arc: arc))
    }

    /// Adds a place where a list stands, and returns its number.
    func add(_ use: ListUse) -> Int {
        listUses.append(use)
        return listUses.count - 1
    }

    /// The number of a slot name; -1 for none.
    func id(ofSlot name: String?) -> Int32 {
        guard let name else { return -1 }
        if let id = slotIDs[name] { return id }
        let id = Int32(slotNames.count)
        slotIDs[name] = id
        slotNames.append(name)
        return id
    }

    private func id(of captures: [Capture]) -> Int32 {
        guard !captures.isEmpty else { return -1 }
        if let id = captureIDs[captures] { return id }
        let id = Int32(captureSets.count)
        captureIDs[captures] = id
        captureSets.append(captures)
        return id
    }
}
