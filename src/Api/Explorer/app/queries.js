// The tabs that a first visit opens with.
export const startingQueries = [
  `# The first page of published visit plans, with what was prescribed and who treats.
# Ctrl-Enter runs it, Ctrl-Space completes, the book on the left holds the documentation.
query FirstVisitPlans {
  visitPlans(first: 20, order: [{ publishedAt: DESC }]) {
    pageInfo { hasNextPage endCursor }
    nodes {
      visitPlanId
      publishedAt
      appointmentDate
      totalExpectedVisits
      visitsRemaining
      therapist { firstName lastName }
      entries { visitsPerWeek weeks instructions }
    }
  }
}
`,
  `# How many plans of a state are waiting for visits.
query VisitPlansOfAState($state: String!) {
  visitPlans(first: 5, where: { destinationState: { eq: $state }, visitsRemaining: { gt: 0 } }) {
    totalCount
    nodes { visitPlanId appointmentDate visitsRemaining }
  }
}
`,
  `# Ask for an export of all visit plans. It runs in the background: the next tab, started first, watches it.
mutation ExportVisitPlans {
  exportVisitPlans(input: {}) {
    run { runId state }
    errors { ... on Error { message } }
  }
}
`,
  `# Watch runs as they go on: an export that was asked for in another tab shows its progress here.
subscription WatchRuns {
  runs { runId kind state progressPercent errorMessage }
}
`,
  `# The latest runs.
query LatestRuns {
  runs(first: 10) {
    nodes { runId kind state progressPercent errorMessage requestedBy }
  }
}
`,
];
