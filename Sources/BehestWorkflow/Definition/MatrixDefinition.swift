/// The values for each of which a job is done once: all combinations of some lists.
public struct MatrixDefinition: Sendable, Hashable {
    /// One of the lists.
    public struct Axis: Sendable, Hashable {
        /// The name under which a step finds the value.
        public var name: String
        /// The list: each value by itself, or one expression that makes all of it.
        public var values: InputTemplate
    }

    /// Values by name that go together.
    public typealias Row = [String: InputTemplate]

    /// The most combinations that a job may have.
    static let mostCombinations = 256

    /// The lists, in the order of the pack.
    public var axes: [Axis]
    /// What is added to combinations, or makes further ones.
    public var included: [Row] = []
    /// What is left out.
    public var excluded: [Row] = []
    /// Whether the rest is given up when one has failed.
    public var failsFast = true
    /// How many are done at the same time; `nil` for as many as there is room for.
    public var maxParallel: Int?

    /// Every value in it.
    var values: [InputTemplate] { axes.map(\.values) + (included + excluded).flatMap(\.values) }

    /// The names that a step can use, with the origins that their values can have.
    func names(_ origin: (Reference) -> Origin) -> [String: Origin] {
        let all =
            axes.map { ($0.name, $0.values.possibleOrigin(origin)) }
            + included.flatMap { row in row.map { ($0.key, $0.value.possibleOrigin(origin)) } }
        return Dictionary(all) { $0.union($1) }
    }
}
