namespace HealthGraph.Bench.Engine;

/// <summary>A schema of the size that tutorials have, with every kind of type.</summary>
internal static class SmallSchema
{
    public const string Sdl = """"
        "Where visits begin."
        type Query {
          clinic(id: ID!): Clinic
          clinics(first: Int = 10, after: String, where: ClinicFilter): ClinicConnection
          search(text: String!): [SearchResult!]
          person(region: Region = WEST): Person
        }

        type Mutation {
          book(input: BookInput!): Visit
        }

        type Subscription {
          arrived(clinic: ID!): Visit
        }

        "Who can be asked for by name."
        interface Person {
          id: ID!
          name: String!
          visits(first: Int = 10, after: String): [Visit!]
        }

        type Therapist implements Person {
          id: ID!
          name: String!
          visits(first: Int = 10, after: String): [Visit!]
          licence: String
          clinics: [Clinic!]
        }

        type Patient implements Person {
          id: ID!
          name: String!
          visits(first: Int = 10, after: String): [Visit!]
          region: Region
        }

        type Clinic {
          id: ID!
          name: String!
          region: Region!
          beds(unit: Unit = ICU): Int
          therapists: [Therapist!]!
        }

        type ClinicConnection {
          totalCount: Int!
          nodes: [Clinic!]
          pageInfo: PageInfo!
        }

        type PageInfo {
          hasNextPage: Boolean!
          startCursor: String
          endCursor: String
        }

        type Visit {
          id: ID!
          stars: Int!
          note: String @deprecated(reason: "Use `comment`.")
          comment: String
          patient: Patient!
        }

        union SearchResult = Therapist | Patient | Clinic

        enum Region {
          WEST
          EAST
          "No clinic any more."
          NORTH @deprecated
        }

        enum Unit {
          ICU
          WARD
        }

        input BookInput {
          patient: ID!
          stars: Int! = 5
          comment: String
        }

        input ClinicFilter {
          name: String
          region: Region
          and: [ClinicFilter!]
        }
        """";
}
