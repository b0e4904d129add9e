/// What the references of an expression stand for.
package struct EvaluationContext: Sendable {
    /// What a step came to, for the steps after it.
    package struct StepFacts: Sendable, Hashable {
        /// What it returned.
        package var outputs: [String: JSONValue]
        /// How it ended.
        package var outcome: Ending
        /// How it ended, where a step that may fail counts as done.
        package var conclusion: Ending

        package init(outputs: [String: JSONValue], outcome: Ending = .success, conclusion: Ending? = nil) {
            self.outputs = outputs
            self.outcome = outcome
            self.conclusion = conclusion ?? outcome
        }
    }

    /// What a job came to, for the jobs after it.
    package struct JobFacts: Sendable, Hashable {
        /// What it returned.
        package var outputs: [String: TracedValue]
        /// How it ended.
        package var result: Ending

        package init(outputs: [String: TracedValue] = [:], result: Ending) {
            self.outputs = outputs
            self.result = result
        }
    }

    /// How a step or a job ended.
    package enum Ending: String, Sendable, Hashable {
        case success, failure, cancelled, skipped
    }

    /// The slots that were said.
    package var slots: [String: JSONValue]
    /// Where the slots come from.
    package var slotOrigin = Origin.speech
    /// The whole words.
    package var words: String
    /// The path of the workspace.
    package var workspace: String
    /// The environment given to the step, as far as it is evaluated.
    package var environment: [String: TracedValue] = [:]
    /// The names of the environment whose values are not known yet.
    package var openEnvironment: Set<String> = []
    /// The settings of Behest's own environment that the plan uses.
    package var settings: [String: String] = [:]
    /// What makes one of several runs of a job.
    package var matrix: [String: TracedValue] = [:]
    /// What the steps before came to.
    package var steps: [String: StepFacts] = [:]
    /// What the jobs before came to.
    package var needs: [String: JobFacts] = [:]
    /// How things stand: success, failure or cancelled.
    package var status = Ending.success
    /// The utterance, once there is one.
    package var utteranceID: String?
    /// The run, once there is one.
    package var runID: String?

    package init(slots: [String: JSONValue], words: String, workspace: String) {
        self.slots = slots
        self.words = words
        self.workspace = workspace
    }

    /// Whether a reference has no value yet, because it hangs on what is still to be done.
    func lacks(_ reference: Reference) -> Bool {
        switch reference.context {
        case .slots, .workspace, .matrix: false
        case .utterance: reference.path != ["text"] && runID == nil
        case .run: runID == nil
        case .steps: reference.step.map { steps[$0] == nil } ?? (runID == nil)
        case .needs: reference.job.map { needs[$0] == nil } ?? (runID == nil)
        case .env: reference.environmentName.map(openEnvironment.contains) ?? !openEnvironment.isEmpty
        }
    }
}
