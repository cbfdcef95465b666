namespace HealthGraph.Bench.Engine;

/// <summary>What the engine is measured on.</summary>
internal static class EngineDocuments
{
    /// <summary>Every production of the executable grammar at least once. It belongs to no schema: it is only parsed.</summary>
    public const string KitchenSink = """"
        # A comment before everything.
        "Which visits a clinic has."
        query Visits($clinic: ClinicInput, $days: [Int!]! = [1, 7], $site: Site = WEST) @live(every: 30) @cached {
          clinic: clinics(ids: ["a-17", "b-42"], near: {latitude: 47.61, longitude: -122.33, within: 2.5e1}) {
            id
            ... on Hospital @include(if: $full) {
              beds(kind: ICU, free: true) {
                number
                ...bedFields @deferred(label: "beds", after: null)
              }
            }
            ... @skip(unless: $full) {
              name
            }
            ... {
              openedOn
            }
          }
        }

        mutation Book {
          book(visit: {patient: $patient, at: "2026-03-01T09:30:00Z", notes: ["first", "second"]}) @once {
            visit {
              id @deprecatedUse
            }
          }
        }

        subscription Arrivals(
          "Whose arrivals."
          $input: ArrivalInput @checked
        ) {
          arrivals(input: $input) {
            visit {
              patients {
                count
              }
              summary
            }
          }
        }

        fragment bedFields on Bed @shared(by: $site) {
          note(
            size: $size, offset: -12, ratio: -0.5
            text: """
              A block text with "quotes" in it,
                indented, over three lines,
              and a \""" inside.
            """
            plain: "an escaped \" quote, a \u00e9 and a \\ backslash"
          )
        }

        query Flags {
          answers(yes: true, no: false, nothing: null, kinds: [A, B, C], nested: {list: [[1, 2], [3]], object: {deep: {deeper: $site}}})
          plain
        }
        """";

    /// <summary>What a dashboard asks again and again: a page under a filter that comes with the request, linked rows and a list.</summary>
    public const string Dashboard = """
        query Page($where: VisitPlanFilterInput, $after: String, $first: Int = 50) {
          visitPlans(first: $first, after: $after, where: $where, order: [{ createdAt: DESC }]) {
            nodes {
              visitPlanId
              createdAt
              planText
              continuation
              carePlan { carePlanNumber affectedBodyPart startedOn }
              appointment { timeStart status }
              therapist { npi lastName }
              entries(first: 10) { position visitsPerWeek weeks }
            }
            pageInfo { hasNextPage endCursor }
          }
        }
        """;

    /// <summary>The variables of <see cref="Dashboard"/>.</summary>
    public const string DashboardVariables = """
        {
          "first": 100,
          "where": {
            "isPublished": { "eq": true },
            "appointmentDate": { "gte": "2026-01-01T00:00:00Z", "lt": "2026-02-01T00:00:00Z" },
            "therapist": { "lastName": { "istartsWith": "ma" } }
          }
        }
        """;

    public static string Of(DocumentName name) => name switch
    {
        DocumentName.KitchenSink => KitchenSink,
        DocumentName.Dashboard => Dashboard,
        DocumentName.DashboardOneLine => string.Join(' ', Dashboard.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)),
        _ => GraphQL.Introspection.IntrospectionQuery.Text,
    };
}

/// <summary>The documents by name.</summary>
public enum DocumentName
{
    KitchenSink,
    Dashboard,

    /// <summary>The same without line ends and indentation: little of it is skipped.</summary>
    DashboardOneLine,

    Introspection,
}
