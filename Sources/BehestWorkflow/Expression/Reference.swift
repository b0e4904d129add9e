/// A value that an expression names and that its surroundings supply: a context, and the way into it as far as the
/// context itself goes.
///
/// What stands behind that, such as `.name` after `steps.a.outputs.b`, is a part of the expression.
package struct Reference: Sendable, Hashable {
    /// What an expression can begin with.
    package enum Context: String, Sendable, Hashable, CaseIterable {
        /// `slots.NAME`: what was said.
        case slots
        /// `steps.ID.outputs.NAME`, `steps.ID.outcome`, `steps.ID.conclusion`: what the steps before came to.
        case steps
        /// `needs.JOB.outputs.NAME`, `needs.JOB.result`: what the jobs before came to.
        case needs
        /// `matrix.NAME`: what makes one of several runs of a job.
        case matrix
        /// `env.NAME`: the environment given so far, or one of Behest's own settings.
        case env
        /// `utterance.text`, `utterance.id`.
        case utterance
        /// `workspace.path`.
        case workspace
        /// `run.id`.
        case run
    }

    /// The context.
    package var context: Context
    /// The names that follow; none means the context as a whole.
    package var path: [String] = []

    package init(_ context: Context, _ path: String...) {
        self.context = context
        self.path = path
    }

    init(_ context: Context, path: [String]) {
        self.context = context
        self.path = path
    }

    /// The step that is named, if one is.
    package var step: String? { context == .steps ? path.first : nil }

    /// The job that is named, if one is.
    package var job: String? { context == .needs ? path.first : nil }

    /// The environment value that is named, if one is.
    package var environmentName: String? { context == .env ? path.first : nil }

    /// Where the value comes from; for `env` and `matrix`, whose values have origins of their own, the pack.
    package var origin: Origin {
        switch context {
        case .slots: .speech
        // How a step or a job ended is a word of Behest's own.
        case .steps, .needs: path.count > 1 && path[1] != "outputs" ? .pack : .agent
        case .utterance: path == ["id"] ? .pack : .speech
        case .workspace: .workspace
        case .matrix, .env, .run: .pack
        }
    }
}

extension Reference: CustomStringConvertible {
    /// The reference as it is written.
    package var description: String { ([context.rawValue] + path).joined(separator: ".") }
}
