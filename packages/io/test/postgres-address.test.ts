import { isVerisimError } from '@verisim/core';
import { expect, it } from 'vitest';
import { postgresAddress } from '../src/postgres/postgres-address.ts';

it('takes a URL apart, and keeps the password out of its label', () => {
  const found = postgresAddress(
    'postgresql://ann:p%40ss%23@[::1]:6543/my%20db?sslmode=require&connect_timeout=3#s.t%2Fu',
    {},
  );
  expect(found).toMatchObject({
    ...{ host: '::1', port: 6543, user: 'ann', password: 'p@ss#', database: 'my db', table: 's.t/u' },
    ...{ sslMode: 'require', connectTimeout: 3000, label: 'postgres://ann@[::1]:6543/my db' },
  });
});

it('takes what is left out from the environment, as libpq does', () => {
  const environment = {
    PGHOST: '/run/pg',
    PGPORT: '7',
    PGUSER: 'eve',
    PGPASSWORD: 'x',
    PGDATABASE: 'd',
    PGSSLMODE: 'disable',
  };
  const wanted = {
    host: '/run/pg',
    port: 7,
    user: 'eve',
    password: 'x',
    database: 'd',
    sslMode: 'disable',
    table: null,
  };
  expect(postgresAddress('postgres://', environment)).toMatchObject(wanted);
  expect(postgresAddress('postgres://bob@h', {})).toMatchObject({
    host: 'h',
    port: 5432,
    database: 'bob',
    password: null,
  });
  const socket = postgresAddress('postgres:///d?host=%2Frun%2Fx&user=eve', {});
  expect(socket).toMatchObject({ host: '/run/x', user: 'eve', database: 'd' });
});

it.each([
  'postgres://u:geheim/x@h/d',
  'postgres://u:geheim#x@h/d',
  'postgres://u:geheim%@h/d',
  'postgres://u:geheim@h/d?password=geheim&nonsense=geheim',
  'postgres://u:geheim@h/d?sslmode=geheim',
  'postgres://u:geheim@h/d?port=geheim',
])('refuses %s without repeating it', (location) => {
  try {
    postgresAddress(location, {});
    expect.unreachable('it was taken');
  } catch (error) {
    if (!isVerisimError(error)) throw error;
    expect(error.code).toBe('io/bad-database-url');
    expect(`${error.message}${error.next}${String(error.cause)}`).not.toContain('geheim');
  }
});
