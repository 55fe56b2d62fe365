import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';

/** Zod checks what comes in and writes what goes out: a field that the answer's schema does not name is not sent. */
export const useZod = (app: FastifyInstance): void => {
  app.setValidatorCompiler((part) => {
    const validate = validatorCompiler(part as Parameters<typeof validatorCompiler>[0]);
    // The framework gives an absent body as null; the schemas call it undefined.
    return (data: unknown) => validate(part.httpPart === 'body' && data === null ? undefined : data);
  });
  app.setSerializerCompiler(serializerCompiler);
};
