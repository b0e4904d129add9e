/// Where a search by sound stands: a place in the transcript and one in the automaton.
struct SoundPlace: Hashable {
    /// The node of the ``HeardLattice``.
    var node: Int32
    /// The state of the automaton.
    var state: Int32
    /// The arc of the list that is being said; -1 outside of lists.
    var arc: Int32 = -1
    /// How far the list's value has been said.
    var trieNode: Int32 = 0
    /// The pack whose sentence it is.
    var pack: Int32 = 0
}
