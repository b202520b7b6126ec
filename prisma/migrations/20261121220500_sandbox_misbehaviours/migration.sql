-- A step of the sandbox misbehaves in one way, by the simulator's names; before, it had a list of names of its own.
update "sandbox_sessions" set "payment" = jsonb_set("payment", '{steps}', (
  select coalesce(jsonb_agg(
    case when jsonb_typeof(step -> 'misbehave') = 'array'
      then step || jsonb_build_object('misbehave', case step -> 'misbehave' ->> 0
        when 'wrong_key' then 'wrong-key'
        when 'tampered' then 'tamper'
        when 'late' then 'clock-off'
        when 'clock_ahead' then 'clock-off'
        else step -> 'misbehave' ->> 0
      end)
      else step
    end order by place), '[]'::jsonb)
  from jsonb_array_elements("payment" -> 'steps') with ordinality as steps (step, place)));
