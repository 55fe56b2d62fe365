-- Guesses of passwords and requests for mails, counted for all servers together. Not logged, so that a guess costs no
-- sync to disk: after a crash of the database counting begins anew.
create unlogged table guess_counts (
  -- what is limited, and by what it is counted
  kind text not null,
  -- the SHA-256 of the address, the account or both: people also type their password where the e-mail belongs
  key_hash text not null,
  guesses integer not null,
  ends_at timestamptz not null,
  primary key (kind, key_hash)
);

-- Addresses at which the password of an account was right.
create unlogged table known_places (
  place_hash text primary key,
  last_right_at timestamptz not null
);
