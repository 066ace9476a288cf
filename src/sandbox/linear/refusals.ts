// How Linear words its errors: GraphQL errors with a type for the SDK, a code, and a sentence for people.
import { GraphQLError } from 'graphql';

type Refusal = { type: string; code: string; statusCode: number; userPresentableMessage: string };

function refusal(message: string, it: Refusal): GraphQLError {
  return new GraphQLError(message, { extensions: { ...it, userError: it.statusCode < 500 } });
}

/** The input is well formed but not acceptable; HTTP 200 with `data: null`. */
export function invalidInput(
  userPresentableMessage: string,
  message = 'Argument Validation Error',
): GraphQLError {
  return refusal(message, {
    type: 'invalid input',
    code: 'INPUT_ERROR',
    statusCode: 400,
    userPresentableMessage,
  });
}

export function notFound(entity: string): GraphQLError {
  return invalidInput(`Could not find referenced ${entity}.`, `Entity not found: ${entity}`);
}

export function forbidden(userPresentableMessage: string): GraphQLError {
  return refusal('Forbidden', {
    type: 'forbidden',
    code: 'FORBIDDEN',
    statusCode: 403,
    userPresentableMessage,
  });
}

export function featureNotAccessible(userPresentableMessage: string): GraphQLError {
  return refusal('Feature not accessible', {
    type: 'feature not accessible',
    code: 'FEATURE_NOT_ACCESSIBLE',
    statusCode: 403,
    userPresentableMessage,
  });
}

export function unauthenticated(): GraphQLError {
  return refusal('Authentication required, not authenticated', {
    type: 'authentication error',
    code: 'AUTHENTICATION_ERROR',
    statusCode: 401,
    userPresentableMessage: 'You need to authenticate to access this operation.',
  });
}

export function tooManyRequests(what: string): GraphQLError {
  return refusal('Rate limit exceeded', {
    type: 'ratelimited',
    code: 'RATELIMITED',
    statusCode: 429,
    userPresentableMessage: `Rate limit exceeded. ${what}`,
  });
}

export function tooComplex(complexity: number, limit: number): GraphQLError {
  return refusal('Query too complex', {
    type: 'invalid input',
    code: 'INPUT_ERROR',
    statusCode: 400,
    userPresentableMessage: `The query has a complexity of ${complexity}, the maximum is ${limit}.`,
  });
}

export function invalidQuery(errors: readonly GraphQLError[]): GraphQLError[] {
  return errors.map(
    (error) =>
      new GraphQLError(error.message, {
        ...(error.nodes ? { nodes: error.nodes } : {}),
        extensions: {
          type: 'graphql error',
          code: 'GRAPHQL_VALIDATION_FAILED',
          statusCode: 400,
          userError: true,
          userPresentableMessage: error.message,
        },
      }),
  );
}
